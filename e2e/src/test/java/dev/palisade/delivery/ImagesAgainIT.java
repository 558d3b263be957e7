package dev.palisade.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are reproducible: made a second time of the same jars and with an empty cache. */
@Tag("nightly")
class ImagesAgainIT {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  @Test
  void twoBuildsAreEqual(@TempDir Path work) {
    Path images = Checkout.root().resolve("images");
    Program.run(
            List.of(images.resolve("build").toString(), work.resolve("again").toString()),
            Map.of("PALISADE_CACHE", work.resolve("cache").toString()),
            LIMIT)
        .successful();
    for (String image : List.of("operator", "helper", "demo-app")) {
      String archive = image + ".tar";
      assertThat(Files.exists(images.resolve("target").resolve(archive))).as(archive).isTrue();
      assertThat(work.resolve("again").resolve(archive))
          .as(archive)
          .hasSameBinaryContentAs(images.resolve("target").resolve(archive));
    }
  }
}
