package dev.palisade.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The sources of a Go module that nothing here is built with.
 *
 * @param sum of its files, as {@code go.sum} has it
 */
record GoModule(String path, String version, String sum) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** A file of it, from where the Go command keeps modules. */
  Path file(String name) throws IOException {
    String module = path + "@" + version;
    JsonNode downloaded =
        new ObjectMapper()
            .readTree(
                Program.run(
                        List.of("go", "-C", "/", "mod", "download", "-json", module),
                        Map.of("GOWORK", "off"),
                        LIMIT)
                    .successful()
                    .out());
    if (!downloaded.path("Sum").asText().equals(sum)) {
      throw new IllegalStateException(
          "%s has other files than it had: %s".formatted(module, downloaded));
    }
    return Path.of(downloaded.get("Dir").asText()).resolve(name);
  }
}
