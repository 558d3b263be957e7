package dev.palisade.node;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.apparmor.RevisionWatch;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.cache.WantedFile;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.denials.Classifier;
import dev.palisade.node.denials.DenialCounts;
import dev.palisade.node.denials.DenialReader;
import dev.palisade.node.denials.Obstacle;
import dev.palisade.node.devices.CgroupWatch;
import dev.palisade.node.devices.DeviceUpkeep;
import dev.palisade.node.effect.Attempts;
import dev.palisade.node.effect.StepRunner;
import dev.palisade.node.effect.Usage;
import dev.palisade.node.effect.UseCheck;
import dev.palisade.node.kube.Backoff;
import dev.palisade.node.kube.Credentials;
import dev.palisade.node.kube.KubeClient;
import dev.palisade.node.linux.Bpf;
import dev.palisade.node.linux.DeviceKernel;
import dev.palisade.node.log.LineFormat;
import dev.palisade.node.metrics.HelperMetrics;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.report.NodeFacts;
import dev.palisade.node.report.Reporter;
import dev.palisade.node.seccomp.SeccompFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** The helper's process: wires the parts together and runs the loop until it is ended. */
public final class NodeMain implements AutoCloseable {
  private static final Logger LOG = System.getLogger(NodeMain.class.getName());

  /** Events come in bursts; one look serves them all. */
  private static final Duration BURST = Duration.ofMillis(200);

  /** Some API calls in a row may each take their whole limit. */
  private static final Duration STUCK = Duration.ofMinutes(5);

  private final Settings settings;
  private final Wakeup wakeup = new Wakeup();
  private final Wakeup devicesWakeup = new Wakeup();
  private final InstantSource clock;
  private final Cluster cluster;
  private final Reporter reporter;
  private final DenialCounts denials = new DenialCounts();
  private final HelperMetrics metrics = new HelperMetrics();
  private final KubeClient client;
  private final NodeLoop loop;
  private final List<Thread> kernelWatches;
  private volatile Instant lastDenial = Instant.EPOCH;
  private volatile Optional<String> failing = Optional.empty();

  /**
   * Wires the parts; nothing runs yet.
   *
   * @param kernel takes profiles
   * @param devices the same kernel, which takes device programs
   * @param clock never jumps back or forth
   * @param wall the node's date, which may
   * @param random values in [0, 1), to spread retries
   * @param checkpoint see there; {@link Checkpoint#NONE} in production
   */
  NodeMain(
      Settings settings,
      SecurityFs kernel,
      DeviceKernel devices,
      InstantSource clock,
      InstantSource wall,
      DoubleSupplier random,
      Checkpoint checkpoint)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    client = new KubeClient(settings.server(), new Credentials(settings.credentials()));
    var proc = new ProcFs(settings.proc());
    var cache = new BlobCache(settings.state(), checkpoint);
    cache
        .ignored()
        .forEach(
            file -> LOG.log(Level.WARNING, "a file in the cache is ignored", key("file", file)));
    NodeFacts facts = facts(settings);
    var usage = new Usage(settings.unloadGrace());
    var attempts = new Attempts(random);
    var uses = new UseCheck(client, proc, settings.node(), facts.bootId());
    var files = new SeccompFiles(settings.seccomp(), checkpoint);
    var desired = new Desired(cache, new WantedFile(settings.state(), checkpoint));
    var runner =
        new StepRunner(kernel, cache, files, client, uses, usage, attempts, clock, checkpoint);
    var upkeep = new Upkeep(kernel, cache, files, desired, usage, attempts, runner, metrics, clock);
    var deviceUpkeep =
        new DeviceUpkeep(
            settings.devices(), settings.cgroups(), settings.bpf(), devices, proc, metrics, clock);
    cluster = new Cluster(client, settings.node(), this::changed, clock, random);
    var deviceWatch = new DeviceWatch(cluster, deviceUpkeep);
    reporter = new Reporter(client, settings.node(), new Backoff(random), checkpoint);
    var account = new Account(facts, cluster, kernel, reporter, denials, clock, wall);
    loop =
        new NodeLoop(
            settings,
            cluster,
            kernel,
            proc,
            files,
            desired,
            usage,
            attempts,
            upkeep,
            deviceWatch,
            account,
            metrics,
            clock);
    kernelWatches = kernelWatches(settings, kernel, deviceWatch);
  }

  private List<Thread> kernelWatches(Settings settings, SecurityFs kernel, DeviceWatch devices) {
    Thread revision = RevisionWatch.start(kernel.revisionFile(), wakeup::raise);
    return settings.devices()
        ? List.of(
            revision,
            CgroupWatch.start(settings.cgroups(), clock, this::changed),
            devices.start(devicesWakeup))
        : List.of(revision);
  }

  private void changed() {
    devicesWakeup.raise();
    wakeup.raise();
  }

  /**
   * Runs until interrupted. What is cached is loaded before the API server is asked for anything.
   */
  public void run() throws IOException, InterruptedException {
    begin();
    startDenials();
    Health.start(
        settings.healthAddress(),
        settings.healthPort(),
        this::notReady,
        this::notLive,
        this::metrics);
    while (!Thread.currentThread().isInterrupted()) {
      Duration wait = pass();
      if (!wait.isZero()) {
        rest(wait);
        Thread.sleep(BURST);
      }
    }
  }

  /** The first look, and the watches after it. */
  void begin() {
    pass();
    cluster.start();
  }

  /** Why the helper is not ready; empty if it is. What it cannot look at it cannot vouch for. */
  Optional<String> notReady() {
    return reporter.hasReported()
        ? failing.or(this::notLive)
        : Optional.of("no complete report has been written yet");
  }

  /** Pods, profiles and the own report are known. */
  boolean synced() {
    return cluster.synced();
  }

  private Optional<String> notLive() {
    Instant last = loop.lastPass();
    return Duration.between(last, clock.instant()).compareTo(STUCK) > 0
        ? Optional.of("the loop has not come round since " + last)
        : Optional.empty();
  }

  String metrics() {
    return metrics.text(
        new HelperMetrics.Elsewhere(
            version(),
            denials.totals(),
            denials.report().lost(),
            client.failures(),
            loop.lastPass(),
            cluster.silence()),
        clock.instant(),
        Path.of("/proc"));
  }

  /** One look; how long nothing needs to be looked at if nothing happens. */
  Duration pass() {
    try {
      Duration rest = loop.pass();
      failing = Optional.empty();
      return rest;
    } catch (IOException | RuntimeException e) {
      metrics.passFailed();
      failing = Optional.of("looking at the node failed: " + e);
      LOG.log(Level.ERROR, "looking at the node failed; again in a moment", e);
      return NodeLoop.STARTING;
    }
  }

  /** Returns when something has changed, or after the time. */
  void rest(Duration time) throws InterruptedException {
    wakeup.await(time);
  }

  private void startDenials() {
    try {
      String obstacle = Obstacle.find(settings.denials(), settings.proc());
      if (!obstacle.isEmpty()) {
        LOG.log(Level.INFO, "denials are not counted", key("reason", obstacle));
        denials.unavailable(obstacle);
        return;
      }
      var classifier = new Classifier();
      DenialReader.start(
          settings.proc(),
          seen -> classifier.classify(seen, cluster.revisions().values()),
          denials,
          this::denialCounted);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "denials are not counted", key("error", e.getMessage()));
      denials.unavailable(e.getMessage());
    }
  }

  /** A stream of denials must not make the loop look at all processes five times a second. */
  private void denialCounted() {
    Instant now = clock.instant();
    if (Duration.between(lastDenial, now).compareTo(NodeLoop.STARTING) >= 0) {
      lastDenial = now;
      wakeup.raise();
    }
  }

  private static NodeFacts facts(Settings settings) throws IOException {
    Path kernel = settings.proc().resolve("sys/kernel");
    return new NodeFacts(
        settings.node(),
        settings.podName(),
        settings.podUid(),
        version(),
        Files.readString(kernel.resolve("random/boot_id")).strip(),
        Files.readString(kernel.resolve("osrelease")).strip());
  }

  private static String version() {
    String version = NodeMain.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  @Override
  public void close() {
    cluster.close();
    kernelWatches.forEach(Thread::interrupt);
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings;
    try {
      LineFormat.of(System.getenv().getOrDefault("PALISADE_LOG_FORMAT", "json")).install();
      settings = Settings.of(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    var kernel = new SecurityFs(settings.securityFs().resolve("apparmor"));
    try (var main =
        new NodeMain(
            settings,
            kernel,
            new Bpf(),
            SteadyClock.start(),
            InstantSource.system(),
            random,
            Checkpoint.NONE)) {
      main.run();
    }
  }
}
