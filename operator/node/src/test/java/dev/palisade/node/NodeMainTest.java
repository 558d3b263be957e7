package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.apparmor.FakeSecurityFs;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.cache.WantedFile;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.devices.FakeDeviceKernel;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.kube.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole helper, with directories for kernel and /proc and a scripted API server. */
@Timeout(120)
class NodeMainTest {
  private static final String PROBE = "e".repeat(64);
  private static final String SELF =
      """
      {"metadata": {"name": "helper-1", "namespace": "palisade-system", "uid": "helper-uid"},
       "spec": {"containers": [{"name": "helper"}, {"name": "probe"}]},
       "status": {"phase": "Running", "containerStatuses": [
         {"name": "probe", "containerID": "containerd://%s", "state": {"running": {}}}]}}
      """
          .formatted(PROBE);

  @TempDir Path root;
  private final Semaphore happened = new Semaphore(0);
  private FakeSecurityFs kernel;
  private volatile String written = "";
  private volatile String earlier = "";

  @BeforeEach
  void node() throws IOException {
    kernel =
        new FakeSecurityFs(
            Files.createDirectories(root.resolve("host/sys/kernel/security/apparmor")));
    Path parameters = Files.createDirectories(root.resolve("sys/module/apparmor/parameters"));
    Files.writeString(parameters.resolve("enabled"), "Y\n");
    Path random = Files.createDirectories(root.resolve("proc/sys/kernel/random"));
    Files.writeString(random.resolve("boot_id"), "boot-1\n");
    Files.writeString(root.resolve("proc/sys/kernel/osrelease"), "6.12.0\n");
    Files.writeString(root.resolve("proc/uptime"), "1000.0 1.0\n");
    Files.createDirectory(root.resolve("sa"));
    process(10, PROBE, "cri-containerd.apparmor.d");
    process(11, Fixtures.APP_ID, Fixtures.APP);
    process(12, Fixtures.SIDECAR_ID, Fixtures.DEFAULT);
  }

  private void process(int pid, String container, String label) throws IOException {
    Path directory = root.resolve("proc/" + pid);
    Files.createDirectories(directory.resolve("attr/apparmor"));
    Files.writeString(directory.resolve("attr/apparmor/current"), label + " (enforce)\n");
    Files.writeString(directory.resolve("cgroup"), "0::/../podx/" + container + "\n");
    Files.writeString(
        directory.resolve("stat"), pid + " (x) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4321 9\n");
    Files.writeString(directory.resolve("status"), "Name:\tx\nCapBnd:\t00000000a80425fb\n");
  }

  private Settings settings(URI server) {
    return new Settings(
        "n1",
        "helper-1",
        "helper-uid",
        "palisade-system",
        root.resolve("host"),
        root.resolve("proc"),
        root.resolve("sys"),
        root.resolve("sa"),
        server,
        Duration.ofMinutes(5),
        false,
        false,
        "127.0.0.1",
        0);
  }

  private FakeApi.Answer answer(FakeApi.Request request) {
    String line = request.line();
    if (line.startsWith("PATCH")) {
      written = request.body();
      happened.release();
      return FakeApi.Answer.of(200, stored(written));
    }
    if (line.contains("watch=true")) {
      return new FakeApi.Answer(200, List.of(), true, false);
    }
    return switch (line.substring(4, line.contains("?") ? line.indexOf('?') : line.length())) {
      case "/api/v1/nodes/n1" -> FakeApi.Answer.of(200, "{\"metadata\":{\"uid\":\"node-uid\"}}");
      case "/api/v1/pods" -> list(SELF, Fixtures.governedPod().replace('\'', '"'));
      case "/apis/palisade.dev/v1alpha1/securityprofiles" ->
          list(text(Fixtures.profile(Fixtures.REVISION, "All")));
      case "/apis/palisade.dev/v1alpha1/nodesecuritystates" ->
          earlier.isEmpty() ? list() : list(earlier);
      case "/apis/palisade.dev/v1alpha1/securityprofileblobs/blob-app" -> blob(Fixtures.APP_BLOB);
      case "/apis/palisade.dev/v1alpha1/securityprofileblobs/blob-default" ->
          blob(Fixtures.DEFAULT_BLOB);
      default -> FakeApi.Answer.of(404, "{\"message\":\"not here\"}");
    };
  }

  private static FakeApi.Answer list(String... items) {
    return FakeApi.Answer.of(
        200,
        "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[" + String.join(",", items) + "]}");
  }

  private static FakeApi.Answer blob(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String data = Base64.getEncoder().encodeToString(packed.toByteArray());
    return FakeApi.Answer.of(200, "{\"spec\":{\"encoding\":\"gzip\",\"data\":\"" + data + "\"}}");
  }

  /** The object as the API server would give it back. */
  private static String stored(String applied) {
    return applied.replaceFirst("\"name\":\"n1\"", "\"name\":\"n1\",\"resourceVersion\":\"9\"");
  }

  private static String text(Json json) {
    return new String(JsonText.write(json), StandardCharsets.UTF_8);
  }

  private Json status() throws IOException {
    return JsonText.parse(written.getBytes(StandardCharsets.UTF_8)).at("status");
  }

  /** Runs a helper until the semaphore tells that what is waited for has happened. */
  private void live(URI server, Runnable then) throws Exception {
    try (var main =
        new NodeMain(
            settings(server),
            kernel.reader(),
            new FakeDeviceKernel(),
            InstantSource.system(),
            InstantSource.system(),
            () -> 0,
            point -> {
              if (point.equals("load.after") && written.isEmpty() && server.getPort() == 1) {
                happened.release();
              }
            })) {
      Thread thread = Thread.ofPlatform().daemon().start(() -> run(main));
      assertThat(happened.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
      then.run();
      ready = main.notReady().isEmpty();
      metrics = main.metrics();
      thread.interrupt();
      thread.join();
    }
  }

  private volatile boolean ready;
  private volatile String metrics = "";

  private static void run(NodeMain main) {
    try {
      main.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRebootWithTheApiServerAwayLoadsWhatWasWanted() throws Exception {
    Files.writeString(root.resolve("sa/token"), "t");
    Path state = root.resolve("host/var/lib/palisade");
    var cache = new BlobCache(state, Checkpoint.NONE);
    cache.store(Fixtures.APP_BLOB);
    cache.store(Fixtures.DEFAULT_BLOB);
    new WantedFile(state, Checkpoint.NONE).write(List.of(Hash.sha256(Fixtures.APP_BLOB)));
    live(URI.create("http://127.0.0.1:1"), () -> {});
    assertThat(kernel.writes).containsExactly("load " + Fixtures.APP);
    assertThat(ready).isFalse();
    assertThat(written).isEmpty();
  }

  @Test
  void theFirstReportIsCompleteAndARestartFindsEverythingAsItWas() throws Exception {
    try (var api = new FakeApi(root.resolve("sa"), this::answer)) {
      live(api.uri(), () -> {});
      assertThat(kernel.writes)
          .containsExactlyInAnyOrder("load " + Fixtures.APP, "load " + Fixtures.DEFAULT);
      Json first = status();
      assertThat(first.text("bootID")).isEqualTo("boot-1");
      assertThat(first.text("helper", "podUID")).isEqualTo("helper-uid");
      assertThat(first.text("appArmor", "reason")).isEqualTo("Capable");
      assertThat(first.items("profiles").stream().map(p -> p.text("state")))
          .containsExactly("Loaded", "Loaded");
      assertThat(first.items("pods").stream().map(p -> p.text("name") + " " + p.text("verdict")))
          .containsExactly("checkout-1 Enforced");
      assertThat(first.text("appArmor", "since")).isNotEmpty();
      assertThat(metrics.lines())
          .contains(
              "palisade_helper_steps_total{step=\"Fetch\"} 2",
              "palisade_helper_step_failures_total{step=\"Fetch\"} 0",
              "palisade_helper_profiles{state=\"Loaded\"} 2",
              "palisade_helper_pods{verdict=\"Enforced\"} 1",
              "palisade_helper_api_failures_total 0");

      // Of this boot: the node is up for 1000 s.
      String since = Instant.parse(first.text("appArmor", "since")).minusSeconds(500).toString();
      earlier = stored(written).replace(first.text("appArmor", "since"), since);
      kernel.writes.clear();
      long fetched = blobs(api);
      live(api.uri(), () -> {});
      assertThat(status().text("appArmor", "since")).isEqualTo(since);
      assertThat(kernel.writes).isEmpty();
      assertThat(blobs(api)).isEqualTo(fetched);
    }
  }

  private static long blobs(FakeApi api) {
    return api.lines().stream().filter(l -> l.contains("securityprofileblobs")).count();
  }
}
