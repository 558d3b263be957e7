package dev.palisade.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crds/} is what the API classes say; {@code -Dcrds.write=true} writes it anew. */
class CrdGeneratorTest {
  private static final Path CHECKED_IN = Path.of("..", "..", "crds").toAbsolutePath().normalize();

  @Test
  void checkedInCrdsEqualTheClasses(@TempDir Path scratch) throws IOException {
    Map<String, String> generated = CrdGenerator.generate(scratch);
    assertThat(generated).hasSize(Palisade.KINDS.size());
    if (Boolean.getBoolean("crds.write")) {
      Files.createDirectories(CHECKED_IN);
      for (var file : generated.entrySet()) {
        Files.writeString(CHECKED_IN.resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(checkedIn())
        .as(
            "crds/ differs from the API classes; scripts/mvn -q verify -pl operator/api -am -Dcrds.write=true writes it")
        .isEqualTo(generated);
  }

  private static Map<String, String> checkedIn() throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.isDirectory(CHECKED_IN)) {
      try (var listing = Files.newDirectoryStream(CHECKED_IN, "*.yaml")) {
        for (Path file : listing) {
          files.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return files;
  }
}
