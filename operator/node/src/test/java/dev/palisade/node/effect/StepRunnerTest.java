package dev.palisade.node.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.plan.Step;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.proc.Processes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepRunnerTest extends StepRunnerScene {
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
    Wanted wrong = new Wanted("palisade.x", "blob-app", SHA, "", Optional.empty(), "why");
    serve("blob-app", blob(Fixtures.APP_BLOB, "gzip"));
    assertThat(run(new Step.Fetch(wrong, true))).isFalse();
    assertThat(attempts.message("palisade.x").orElseThrow()).contains("not of palisade.x");
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void aFullDiskKeepsNoProfileOut() throws IOException {
    serve("blob-app", blob(Fixtures.APP_BLOB, "gzip"));
    checkpoint =
        point -> {
          if (point.equals("file.written")) {
            throw new IOException("No space left on device");
          }
        };
    assertThat(run(new Step.Fetch(APP, true))).isFalse();
    assertThat(kernel.writes).containsExactly("load " + Fixtures.APP);
    assertThat(cache.blobs()).isEmpty();
    assertThat(attempts.message(Fixtures.APP).orElseThrow()).contains("No space left on device");
  }

  @Test
  void aCachedBlobIsLoadedWithTheApiServerAway() throws IOException {
    cache.store(Fixtures.APP_BLOB);
    assertThat(run(new Step.Load(APP))).isTrue();
    assertThat(kernel.writes).containsExactly("load " + Fixtures.APP);
    assertThat(api.requests).isEmpty();
  }

  /** A few bytes that inflate to this many zeros; the limit is the first that is let through. */
  @ParameterizedTest
  @CsvSource({"0, its SecurityProfile says", "1, over 16777216 bytes", "100000000, over 16777216"})
  void aBlobThatInflatesWithoutEndIsCutOff(int beyond, String message) throws IOException {
    serve("blob-app", zeros(BlobCache.LARGEST + beyond));
    assertThat(run(new Step.Fetch(APP, true))).isFalse();
    assertThat(attempts.message(Fixtures.APP).orElseThrow()).contains("blob-app", message);
    assertThat(cache.blobs()).isEmpty();
    assertThat(kernel.writes).isEmpty();
  }

  private static String zeros(int count) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      byte[] some = new byte[1 << 20];
      for (int rest = count; rest > 0; rest -= some.length) {
        gzip.write(some, 0, Math.min(rest, some.length));
      }
    }
    return object(packed.toByteArray());
  }

  private static String object(byte[] packed) {
    return "{\"spec\":{\"encoding\":\"gzip\",\"data\":\"%s\"}}"
        .formatted(Base64.getEncoder().encodeToString(packed));
  }

  @ParameterizedTest
  @CsvSource({"20", "5", "0"})
  void aTruncatedObjectIsNamed(int length) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(Fixtures.APP_BLOB);
    }
    serve("blob-app", object(Arrays.copyOf(packed.toByteArray(), length)));
    assertThat(run(new Step.Fetch(APP, true))).isFalse();
    assertThat(attempts.message(Fixtures.APP).orElseThrow())
        .contains("SecurityProfileBlob blob-app");
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void thatTheKernelHasItAlreadyIsSuccessOnlyWithTheSameHash() throws IOException {
    cache.store(Fixtures.APP_BLOB);
    kernel.add(Fixtures.APP, "enforce", "raw_sha256", SHA);
    assertThat(run(new Step.Load(APP))).isTrue();
    assertThat(attempts.message(Fixtures.APP)).isEmpty();
    kernel.drop(Fixtures.APP);
    kernel.add(Fixtures.APP, "enforce", "raw_sha256", "00");
    assertThat(run(new Step.Load(APP))).isFalse();
    assertThat(kernel.writes).isEmpty();
    assertThat(kernel.reader().profiles().get(Fixtures.APP).hash().hex()).isEqualTo("00");
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
