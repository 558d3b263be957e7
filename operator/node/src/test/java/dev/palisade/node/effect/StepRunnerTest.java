package dev.palisade.node.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.FakeSecurityFs;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.kube.FakeApi;
import dev.palisade.node.model.Revision;
import dev.palisade.node.plan.Step;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.proc.Processes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepRunnerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SHA = Hash.sha256(Fixtures.APP_BLOB);
  private static final Wanted APP =
      new Wanted(Fixtures.APP, "blob-app", SHA, Hash.sha1(Fixtures.APP_BLOB), "why");
  private static final List<Revision> REVISIONS = List.of(Fixtures.revision("OnDemand"));
  private static final String STATES = "/apis/palisade.dev/v1alpha1/nodesecuritystates";
  private static final String PODS = "/api/v1/pods?limit=40&fieldSelector=spec.nodeName%3D";
  @TempDir Path root;

  /** Path and query to the answer; what is absent is refused. */
  private final Map<String, String> objects = new TreeMap<>();

  private final Attempts attempts = new Attempts(() -> 0);
  private final Usage usage = new Usage(Duration.ofMinutes(5));
  private FakeApi api;
  private FakeSecurityFs kernel;
  private BlobCache cache;
  private StepRunner runner;

  @BeforeEach
  void start() throws IOException {
    api =
        new FakeApi(
            Files.createDirectory(root.resolve("sa")),
            r -> {
              String body = objects.get(r.line().substring(4));
              return body == null
                  ? FakeApi.Answer.of(503, "{\"message\":\"away\"}")
                  : FakeApi.Answer.of(200, body);
            });
    kernel = new FakeSecurityFs(Files.createDirectory(root.resolve("kernel")));
    cache = new BlobCache(root.resolve("state"));
    var proc = new ProcFs(Files.createDirectory(root.resolve("proc")));
    Files.writeString(root.resolve("proc/uptime"), "100.0 1.0\n");
    runner =
        new StepRunner(
            kernel.reader(),
            cache,
            api.client(),
            new UseCheck(api.client(), proc, "n1", "boot"),
            usage,
            attempts,
            () -> NOW,
            kernel);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String blob(byte[] bytes, String encoding) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return "{\"spec\":{\"encoding\":\"%s\",\"data\":\"%s\"}}"
        .formatted(encoding, Base64.getEncoder().encodeToString(packed.toByteArray()));
  }

  private void serve(String name, String body) {
    objects.put("/apis/palisade.dev/v1alpha1/securityprofileblobs/" + name, body);
  }

  private boolean run(Step step) {
    return runner.run(step, REVISIONS);
  }

  @Test
  void aFetchedBlobIsKeptAndLoaded() throws IOException {
    serve("blob-app", blob(Fixtures.APP_BLOB, "gzip"));
    assertThat(run(new Step.Fetch(APP, true))).isTrue();
    assertThat(kernel.writes).containsExactly("load " + Fixtures.APP);
    assertThat(cache.blobs()).containsOnlyKeys(SHA);
    assertThat(attempts.message(Fixtures.APP)).isEmpty();
  }

  @Test
  void aBlobForTheCacheAloneIsNotLoaded() throws IOException {
    serve("blob-app", blob(Fixtures.APP_BLOB, "gzip"));
    assertThat(run(new Step.Fetch(APP, false))).isTrue();
    assertThat(kernel.writes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "other, gzip, its SecurityProfile says",
    "app, zstd, encoding zstd is not known",
    "cut, gzip, its SecurityProfile says"
  })
  void aBlobThatIsNotTheExpectedOneIsNeitherKeptNorLoaded(
      String which, String encoding, String message) throws IOException {
    byte[] bytes =
        switch (which) {
          case "other" -> Fixtures.DEFAULT_BLOB;
          case "cut" -> Arrays.copyOf(Fixtures.APP_BLOB, 100);
          default -> Fixtures.APP_BLOB;
        };
    serve("blob-app", blob(bytes, encoding));
    assertThat(run(new Step.Fetch(APP, true))).isFalse();
    assertThat(kernel.writes).isEmpty();
    assertThat(cache.blobs()).isEmpty();
    assertThat(attempts.message(Fixtures.APP).orElseThrow()).contains(message);
    assertThat(attempts.mayTry(Fixtures.APP, NOW)).isFalse();
    assertThat(attempts.mayTry(Fixtures.APP, NOW.plusSeconds(1))).isTrue();
  }

  @Test
  void aBlobOfAnotherNameIsRefusedThoughItsHashIsRight() throws IOException {
    Wanted wrong = new Wanted("palisade.x", "blob-app", SHA, "", "why");
    serve("blob-app", blob(Fixtures.APP_BLOB, "gzip"));
    assertThat(run(new Step.Fetch(wrong, true))).isFalse();
    assertThat(attempts.message("palisade.x").orElseThrow()).contains("not of palisade.x");
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void aCachedBlobIsLoadedWithTheApiServerAway() throws IOException {
    cache.store(Fixtures.APP_BLOB);
    assertThat(run(new Step.Load(APP))).isTrue();
    assertThat(kernel.writes).containsExactly("load " + Fixtures.APP);
    assertThat(api.requests).isEmpty();
  }

  private void unloadable() throws IOException {
    cache.store(Fixtures.APP_BLOB);
    run(new Step.Load(APP));
    kernel.writes.clear();
    usage.saw(List.of(Fixtures.APP), List.of(), REVISIONS, Processes.NONE, NOW.minusSeconds(300));
    assertThat(usage.idle(Fixtures.APP, NOW)).isTrue();
  }

  private void states(String... bootIds) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < bootIds.length; i++) {
      items.append(i == 0 ? "" : ",");
      items.append(
          "{\"metadata\":{\"name\":\"n%d\"},\"status\":{\"bootID\":\"%s\"}}"
              .formatted(i + 1, bootIds[i]));
    }
    objects.put(STATES + "?limit=40", "{\"items\":[" + items + "]}");
  }

  private static String pods(String... pods) {
    return "{\"items\":[" + String.join(",", pods).replace('\'', '"') + "]}";
  }

  @Test
  void withTheApiServerAwayNothingIsUnloaded() throws IOException {
    unloadable();
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
    assertThat(attempts.message(Fixtures.APP).orElseThrow()).contains("503 away");
    states("boot");
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).as("pods cannot be listed").isFalse();
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void whatNobodyNamesIsUnloaded() throws IOException {
    unloadable();
    states("boot", "other boot");
    objects.put(PODS + "n1", pods());
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isTrue();
    assertThat(kernel.writes).containsExactly("remove " + Fixtures.APP);
    assertThat(api.lines()).noneMatch(l -> l.endsWith("n2"));
  }

  @Test
  void aPodOfASiblingOnThisKernelKeepsTheProfile() throws IOException {
    unloadable();
    states("boot", "boot");
    objects.put(PODS + "n1", pods());
    objects.put(PODS + "n2", pods(Fixtures.governedPod()));
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
    assertThat(usage.idle(Fixtures.APP, NOW.plusSeconds(299))).isFalse();
  }

  @Test
  void aPodThatOnlyCarriesTheRevisionKeepsItToo() throws IOException {
    unloadable();
    states("boot");
    String pod = Fixtures.governedPod().replace("palisade.shop", "palisade.other");
    objects.put(PODS + "n1", pods(pod));
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void aProcessKeepsItWithoutAnyPod() throws IOException {
    unloadable();
    states("boot");
    objects.put(PODS + "n1", pods());
    Path process = Files.createDirectories(root.resolve("proc/42/attr/apparmor"));
    Files.writeString(process.resolve("current"), Fixtures.APP + " (enforce)\n");
    Files.writeString(root.resolve("proc/42/cgroup"), "0::/\n");
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void aBlobIsForgottenOnlyByALiveList() throws IOException {
    cache.store(Fixtures.APP_BLOB);
    String path = "/apis/palisade.dev/v1alpha1/securityprofiles?limit=40";
    assertThat(run(new Step.Forget(SHA, "gone"))).isFalse();
    objects.put(
        path,
        new String(
            dev.palisade.node.json.JsonText.write(
                dev.palisade.node.json.Json.object()
                    .put(
                        "items",
                        dev.palisade.node.json.Json.array(List.of(Fixtures.profile("r", "All"))))
                    .build()),
            java.nio.charset.StandardCharsets.UTF_8));
    assertThat(run(new Step.Forget(SHA, "gone"))).isFalse();
    assertThat(cache.blobs()).containsOnlyKeys(SHA);
    objects.put(path, "{\"items\":[]}");
    assertThat(run(new Step.Forget(SHA, "gone"))).isTrue();
    assertThat(cache.blobs()).isEmpty();
  }

  @Test
  void everyUseStartsTheGracePeriodAnew() {
    usage.saw(List.of("p"), List.of(), REVISIONS, Processes.NONE, NOW);
    assertThat(usage.idle("p", NOW.plusSeconds(299))).isFalse();
    assertThat(usage.idle("p", NOW.plusSeconds(300))).isTrue();
    usage.named("p", NOW.plusSeconds(300));
    assertThat(usage.idle("p", NOW.plusSeconds(599))).isFalse();
    usage.saw(List.of(), List.of(), REVISIONS, Processes.NONE, NOW.plusSeconds(600));
    assertThat(usage.idle("p", NOW.plusSeconds(9999))).as("not loaded").isFalse();
  }
}
