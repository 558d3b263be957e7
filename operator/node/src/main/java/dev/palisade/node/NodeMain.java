package dev.palisade.node;

import dev.palisade.node.apparmor.RevisionWatch;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.apparmor.Support;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.cache.WantedFile;
import dev.palisade.node.denials.Classifier;
import dev.palisade.node.denials.DenialCounts;
import dev.palisade.node.denials.DenialReader;
import dev.palisade.node.effect.Attempts;
import dev.palisade.node.effect.Checkpoint;
import dev.palisade.node.effect.StepRunner;
import dev.palisade.node.effect.Usage;
import dev.palisade.node.effect.UseCheck;
import dev.palisade.node.kube.Backoff;
import dev.palisade.node.kube.Credentials;
import dev.palisade.node.kube.KubeClient;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.report.NodeFacts;
import dev.palisade.node.report.Reporter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
  private final InstantSource clock;
  private final Cluster cluster;
  private final Reporter reporter;
  private final DenialCounts denials = new DenialCounts();
  private final NodeLoop loop;
  private volatile Instant lastDenial = Instant.EPOCH;

  /**
   * Wires the parts; nothing runs yet.
   *
   * @param clock never jumps back or forth
   * @param random values in [0, 1), to spread retries
   * @param checkpoint see there; {@link Checkpoint#NONE} in production
   */
  public NodeMain(
      Settings settings, InstantSource clock, DoubleSupplier random, Checkpoint checkpoint)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    var client = new KubeClient(settings.server(), new Credentials(settings.credentials()));
    var kernel = new SecurityFs(settings.securityFs().resolve("apparmor"));
    var proc = new ProcFs(settings.proc());
    var cache = new BlobCache(settings.state());
    cache.ignored().forEach(file -> LOG.log(Level.WARNING, "cache: ignored {0}", file));
    NodeFacts facts = facts(settings);
    var usage = new Usage(settings.unloadGrace());
    var attempts = new Attempts(random);
    var uses = new UseCheck(client, proc, settings.node(), facts.bootId());
    cluster = new Cluster(client, settings.node(), wakeup::raise, clock, random);
    reporter = new Reporter(client, settings.node(), new Backoff(random), checkpoint);
    loop =
        new NodeLoop(
            settings,
            facts,
            cluster,
            kernel,
            proc,
            cache,
            new Desired(cache, new WantedFile(settings.state())),
            usage,
            attempts,
            new StepRunner(kernel, cache, client, uses, usage, attempts, clock, checkpoint),
            reporter,
            denials,
            clock,
            InstantSource.system());
    if (Support.of(settings.sys(), settings.securityFs()).readable()) {
      RevisionWatch.start(kernel.revisionFile(), wakeup::raise);
    }
  }

  /**
   * Runs until interrupted. What is cached is loaded before the API server is asked for anything.
   */
  public void run() throws IOException, InterruptedException {
    pass();
    cluster.start();
    startDenials();
    Health.start(settings.healthAddress(), settings.healthPort(), this::notReady, this::notLive);
    while (!Thread.currentThread().isInterrupted()) {
      Duration wait = pass();
      if (!wait.isZero()) {
        wakeup.await(wait);
        Thread.sleep(BURST);
      }
    }
  }

  /** Why the helper is not ready; empty if it is. */
  Optional<String> notReady() {
    return reporter.hasReported()
        ? notLive()
        : Optional.of("no complete report has been written yet");
  }

  private Optional<String> notLive() {
    Instant last = loop.lastPass();
    return Duration.between(last, clock.instant()).compareTo(STUCK) > 0
        ? Optional.of("the loop has not come round since " + last)
        : Optional.empty();
  }

  private Duration pass() {
    try {
      return loop.pass();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "looking at the node failed; again in a moment", e);
      return NodeLoop.STARTING;
    }
  }

  private void startDenials() {
    if (!settings.denials()) {
      return;
    }
    try {
      var classifier = new Classifier();
      DenialReader.start(
          settings.proc(),
          seen -> classifier.classify(seen, cluster.revisions().values()),
          denials,
          this::denialCounted);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "denials are not counted: {0}", e.getMessage());
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
    String version = NodeMain.class.getPackage().getImplementationVersion();
    return new NodeFacts(
        settings.node(),
        settings.podName(),
        settings.podUid(),
        version == null ? "unpackaged" : version,
        Files.readString(kernel.resolve("random/boot_id")).strip(),
        Files.readString(kernel.resolve("osrelease")).strip());
  }

  /**
   * A clock that begins with today's date and never jumps: a node whose date is set back must not
   * stop reporting, and one whose date is set forward must not unload before the grace is over.
   */
  private static InstantSource steady() {
    Instant date = Instant.now();
    long start = System.nanoTime();
    return () -> date.plusNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    cluster.close();
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tLZ %4$s %3$s: %5$s%6$s%n");
    Settings settings;
    try {
      settings = Settings.of(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    try (var main = new NodeMain(settings, steady(), random, Checkpoint.NONE)) {
      main.run();
    }
  }
}
