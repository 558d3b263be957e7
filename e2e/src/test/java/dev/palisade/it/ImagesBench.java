package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the images weigh, and the time from the start of their programs until they are ready, on
 * this machine's processor: with the class-data archive of the image and, side by side, without it.
 */
@OnBed(Nodes.NONE)
class ImagesBench {
  private static final int PAIRS = 5;
  private static final long MB = 1_000_000;
  private static final long KIB = 1 << 10;
  private static final int OPERATOR_GOAL = 200;
  private static final int HELPER_GOAL = 90;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final List<String> ARCHIVE = List.of("-XX:SharedArchiveFile=/app/classes.jsa");
  private static final List<String> NO_ARCHIVE = List.of("-Xshare:off");

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  /** The time to ready, and the resident memory then. */
  private record Start(Duration ready, long resident) {}

  private record Pair(Start archived, Start without) {
    double ratio() {
      return (double) archived.ready().toMillis() / without.ready().toMillis();
    }
  }

  @BeforeEach
  void accounts(KubernetesClient client) {
    Crds.install(client);
    SystemNamespace.install(client);
  }

  @Test
  void operator(KubernetesClient client) throws Exception {
    measure(SystemNamespace.operator(client), "operator", OPERATOR_GOAL, Map.of());
  }

  @Test
  void helper(KubernetesClient client) throws Exception {
    client
        .resource(new NodeBuilder().withNewMetadata().withName("bench").endMetadata().build())
        .create();
    // A helper may write the report of the node that its token's pod is on.
    Pod pod =
        client
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(FakeNode.SYSTEM)
                    .withName("bench")
                    .endMetadata()
                    .withNewSpec()
                    .withNodeName("bench")
                    .withServiceAccountName("palisade-helper")
                    .addNewContainer()
                    .withName("helper")
                    .withImage("none")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    measure(
        SystemNamespace.helper(client, pod),
        "helper",
        HELPER_GOAL,
        Map.of(
            "NODE_NAME",
            "bench",
            "POD_NAME",
            "bench",
            "POD_UID",
            pod.getMetadata().getUid(),
            "POD_NAMESPACE",
            FakeNode.SYSTEM));
  }

  private void measure(Config account, String name, int goal, Map<String, String> environment)
      throws Exception {
    UnpackedImage image = UnpackedImage.of(name, directory);
    long size = image.size() / MB;
    System.out.printf("bench: image %s: %d MB unpacked (goal at most %d)%n", name, size, goal);
    assertThat(size).as("MB of %s", name).isLessThanOrEqualTo(goal);

    image.giveAccount(account, FakeNode.SYSTEM);
    Files.createDirectories(image.tree().resolve("host"));
    List<Pair> pairs = new ArrayList<>();
    for (int i = 1; i <= PAIRS; i++) {
      Pair pair =
          new Pair(
              start(image, account, environment, ARCHIVE),
              start(image, account, environment, NO_ARCHIVE));
      pairs.add(pair);
      System.out.printf(
          "bench: start of %s, pair %d: ready after %d ms, without the class-data archive %d ms, ratio %.2f%n",
          name,
          i,
          pair.archived().ready().toMillis(),
          pair.without().ready().toMillis(),
          pair.ratio());
    }
    System.out.printf(
        "bench: start of %s: median %d ms, median ratio to a start without the class-data archive %.2f; resident when ready %d MiB%n",
        name,
        pairs.stream().map(p -> p.archived().ready()).sorted().toList().get(PAIRS / 2).toMillis(),
        pairs.stream().map(Pair::ratio).sorted().toList().get(PAIRS / 2),
        pairs.stream().map(p -> p.archived().resident()).sorted().toList().get(PAIRS / 2) / KIB);
  }

  private Start start(
      UnpackedImage image, Config account, Map<String, String> environment, List<String> options)
      throws Exception {
    URI server = URI.create(account.getMasterUrl());
    int port = freePort();
    var full = new HashMap<>(environment);
    full.put("KUBERNETES_SERVICE_HOST", server.getHost());
    full.put("KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort()));
    full.put("PALISADE_NAMESPACE", FakeNode.SYSTEM);
    full.put("PALISADE_HEALTH_PORT", String.valueOf(port));
    long begun = System.nanoTime();
    Process process = image.start(full, options);
    try {
      URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
      while (!isReady(ready)) {
        assertThat(process.isAlive()).as("%s", Files.readString(image.log())).isTrue();
        assertThat(System.nanoTime() - begun)
            .as("nanoseconds until %s is ready: %s", image.name(), Files.readString(image.log()))
            .isLessThan(LIMIT.toNanos());
        // The grain of the measurement.
        Thread.sleep(5);
      }
      return new Start(Duration.ofNanos(System.nanoTime() - begun), resident(process));
    } finally {
      process.destroy();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private boolean isReady(URI probe) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** VmRSS of proc_pid_status(5), KiB. The shell that was started has become the program. */
  private static long resident(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
