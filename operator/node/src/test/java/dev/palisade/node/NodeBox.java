package dev.palisade.node;

import dev.palisade.node.apparmor.FakeSecurityFs;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.devices.FakeDeviceKernel;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A node as directories, with a clock of its own: kernel, {@code /proc}, disk. Helpers live on it
 * one after the other; nothing is handed over but what the directories and the API server hold.
 */
final class NodeBox {
  static final String PROBE = "e".repeat(64);
  static final Duration GRACE = Duration.ofSeconds(10);

  final String name;
  final Path root;
  final FakeSecurityFs kernel;
  final FakeCluster cluster;
  final FakeDeviceKernel devices = new FakeDeviceKernel();
  Checkpoint checkpoint = Checkpoint.NONE;
  String podUid = "helper-uid";

  /** The governed pod names filters, too. */
  boolean filtered;

  /** The helper makes device programs. */
  boolean devicesEnabled;

  /** The node's date is that of the steady clock and this. */
  Duration skew = Duration.ZERO;

  private final AtomicReference<Instant> steady =
      new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
  private double uptime = 10_000;

  NodeBox(String name, Path root, FakeSecurityFs kernel, FakeCluster cluster) throws IOException {
    this.name = name;
    this.root = root;
    this.kernel = kernel;
    this.cluster = cluster;
    Files.createDirectories(disk());
    Files.createDirectories(seccomp());
    Files.writeString(
        Files.createDirectories(root.resolve("sys/module/apparmor/parameters")).resolve("enabled"),
        "Y\n");
    Files.writeString(Files.createDirectory(root.resolve("sa")).resolve("token"), "t");
    Files.createDirectories(root.resolve("proc/sys/kernel/random"));
    Files.writeString(root.resolve("proc/sys/kernel/osrelease"), "6.12.0\n");
    boot("boot-1");
    process(10, PROBE, "cri-containerd.apparmor.d");
    cluster.put(
        FakeCluster.NODES,
        Fixtures.json("{'metadata': {'name': '%s', 'uid': 'node'}}".formatted(name)));
    cluster.put(FakeCluster.PODS, self(PROBE));
  }

  /** A node whose kernel is below its own root. */
  static NodeBox of(Path root, FakeCluster cluster) throws IOException {
    Path securityFs = root.resolve("host/sys/kernel/security/apparmor");
    return new NodeBox(
        "n1", root, new FakeSecurityFs(Files.createDirectories(securityFs)), cluster);
  }

  /** The revision of {@link Fixtures} and its blobs. */
  static void revision(FakeCluster cluster, String load) {
    cluster.put(FakeCluster.PROFILES, Fixtures.profile(Fixtures.REVISION, load));
    cluster.put(FakeCluster.BLOBS, Fixtures.blobObject("blob-app", Fixtures.APP_BLOB));
    cluster.put(FakeCluster.BLOBS, Fixtures.blobObject("blob-default", Fixtures.DEFAULT_BLOB));
  }

  /** The same revision with a filter for each profile. */
  static void filteredRevision(FakeCluster cluster, String load) {
    cluster.put(FakeCluster.PROFILES, Fixtures.filteredProfile(load));
    cluster.put(FakeCluster.BLOBS, Fixtures.blobObject("blob-app", Fixtures.APP_BLOB));
    cluster.put(FakeCluster.BLOBS, Fixtures.blobObject("blob-default", Fixtures.DEFAULT_BLOB));
    cluster.put(FakeCluster.BLOBS, Fixtures.blobObject("filter-app", Fixtures.APP_FILTER_BYTES));
    cluster.put(
        FakeCluster.BLOBS, Fixtures.blobObject("filter-default", Fixtures.DEFAULT_FILTER_BYTES));
  }

  /** The governed pod of {@link Fixtures} on this node, with a process in each container. */
  void governedPod() throws IOException {
    cluster.put(FakeCluster.PODS, pod());
    process(11, Fixtures.APP_ID, Fixtures.APP);
    process(12, Fixtures.SIDECAR_ID, Fixtures.DEFAULT);
  }

  /** The governed pod: {@code checkout-1} of node {@code n1}, and so on. */
  Json pod() {
    String number = name.substring(1);
    return Fixtures.json(
        (filtered ? Fixtures.filteredPod() : Fixtures.governedPod())
            .replace("'n1'", "'" + name + "'")
            .replace("checkout-1", "checkout-" + number)
            .replace("uid-1", "uid-" + number));
  }

  void endPod() throws IOException {
    end(11);
    end(12);
    cluster.delete(FakeCluster.PODS, "shop/" + pod().text("metadata", "name"));
  }

  Json self(String probe) {
    return Fixtures.json(
        """
        {'metadata': {'name': 'helper-%s', 'namespace': 'palisade-system', 'uid': '%s'},
         'spec': {'nodeName': '%s', 'containers': [{'name': 'helper'}, {'name': 'probe'}]},
         'status': {'phase': 'Running', 'containerStatuses': [
           {'name': 'probe', 'containerID': 'containerd://%s', 'state': {'running': {}}}]}}
        """
            .formatted(name, podUid, name, probe));
  }

  void boot(String id) throws IOException {
    Files.writeString(root.resolve("proc/sys/kernel/random/boot_id"), id + "\n");
    uptime = 10_000;
    pass(Duration.ZERO);
  }

  /** Time goes by. */
  void pass(Duration time) {
    steady.updateAndGet(t -> t.plus(time));
    uptime += time.toMillis() / 1000.0;
    try {
      Files.writeString(root.resolve("proc/uptime"), uptime + " 1.0\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Instant date() {
    return steady.get().plus(skew);
  }

  void process(int pid, String container, String label) throws IOException {
    Path directory = root.resolve("proc/" + pid);
    Files.createDirectories(directory.resolve("attr/apparmor"));
    Files.writeString(
        directory.resolve("attr/apparmor/current"),
        label.equals("unconfined") ? label : label + " (enforce)\n");
    Files.writeString(directory.resolve("cgroup"), "0::/../podx/" + container + "\n");
    Files.writeString(
        directory.resolve("stat"), pid + " (x) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4321 9\n");
    Files.writeString(
        directory.resolve("status"), "Name:\tx\nCapBnd:\t00000000a80425fb\nSeccomp:\t2\n");
  }

  void end(int pid) throws IOException {
    Path directory = root.resolve("proc/" + pid);
    for (String file : new String[] {"attr/apparmor/current", "cgroup", "stat", "status"}) {
      Files.deleteIfExists(directory.resolve(file));
    }
    Files.deleteIfExists(directory.resolve("attr/apparmor"));
    Files.deleteIfExists(directory.resolve("attr"));
    Files.deleteIfExists(directory);
  }

  Path host() {
    return root.resolve("host");
  }

  Path disk() {
    return host().resolve("var/lib/palisade");
  }

  Path seccomp() {
    return host().resolve("var/lib/kubelet/seccomp");
  }

  /** Each file of the helper's directory with its text's length; {@code wanted} with its text. */
  Map<String, String> files() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(disk())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String key = disk().relativize(file).toString();
        found.put(
            key, key.equals("wanted") ? Files.readString(file) : Long.toString(Files.size(file)));
      }
    }
    return found;
  }

  /** The status of this node's report; {@link Json.Null} if there is none. */
  Json report() {
    return cluster.get(FakeCluster.STATES, name).at("status");
  }

  /** A helper begins to live: it has looked once, and its watches are starting. */
  Life live() throws IOException {
    var life = new Life();
    life.main.begin();
    return life;
  }

  /** One process of the helper; the test is its loop. */
  final class Life implements AutoCloseable {
    final NodeMain main;

    private Life() throws IOException {
      main =
          new NodeMain(
              new Settings(
                  name,
                  "helper-" + name,
                  podUid,
                  "palisade-system",
                  host(),
                  root.resolve("proc"),
                  root.resolve("sys"),
                  root.resolve("sa"),
                  cluster.uri(),
                  GRACE,
                  false,
                  devicesEnabled,
                  "127.0.0.1",
                  0),
              kernel.reader(),
              devices,
              steady::get,
              NodeBox.this::date,
              () -> 0,
              point -> checkpoint.reached(point));
    }

    /** Looks again and again, a second apart on the node's clock, until it is so. */
    void until(String what, BooleanSupplier condition) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("not in 20 s: " + what + "; the report is " + shown(report()));
        }
        main.pass();
        pass(Duration.ofSeconds(1));
        rest();
      }
    }

    /** The watches run on real time: they are given some, and an event ends it. */
    private void rest() {
      try {
        main.rest(Duration.ofMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    /** Looks for this long on the node's clock. */
    void during(Duration time) {
      Instant end = steady.get().plus(time);
      while (steady.get().isBefore(end)) {
        main.pass();
        pass(Duration.ofSeconds(1));
      }
    }

    @Override
    public void close() {
      main.close();
    }
  }

  static String shown(Json json) {
    return new String(JsonText.write(json), StandardCharsets.UTF_8);
  }
}
