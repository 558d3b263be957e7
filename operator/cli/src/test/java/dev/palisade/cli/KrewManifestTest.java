package dev.palisade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code make krew} makes, by krew's rules: its documentation of manifests, and
 * internal/index/validation/validate.go.
 */
class KrewManifestTest {
  private static final Path SCRIPT = Path.of("../../scripts/krew");
  private static final int EXECUTABLE_BITS = 0111;

  @TempDir Path directory;

  @Test
  void theManifestIsWhatKrewAccepts() throws Exception {
    JsonNode plugin = make("first");
    assertThat(plugin.path("apiVersion").asText())
        .isEqualTo("krew.googlecontainertools.github.com/v1alpha2");
    assertThat(plugin.path("kind").asText()).isEqualTo("Plugin");
    assertThat(plugin.path("metadata").path("name").asText()).isEqualTo("palisade");
    JsonNode spec = plugin.path("spec");
    assertThat(spec.path("version").asText()).matches("v\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    assertThat(spec.path("homepage").asText()).isEqualTo("https://example.com/palisade");
    assertThat(spec.path("shortDescription").asText()).isNotEmpty().doesNotContain("\n");
    assertThat(spec.path("description").asText()).isNotEmpty();
    assertThat(spec.path("platforms")).hasSize(1);
  }

  @Test
  void thePlatformPointsToTheArchiveThatHasTheProgram() throws Exception {
    JsonNode platform = make("first").path("spec").path("platforms").path(0);
    String uri = platform.path("uri").asText();
    assertThat(uri)
        .startsWith("https://example.com/download/kubectl-palisade-v")
        .endsWith(".tar.gz");
    Path archive = directory.resolve("first").resolve(uri.substring(uri.lastIndexOf('/') + 1));
    assertThat(platform.path("sha256").asText()).isEqualTo(sha256(archive));
    assertThat(platform.path("selector").path("matchExpressions"))
        .singleElement()
        .satisfies(e -> {
          assertThat(e.path("key").asText()).isEqualTo("os");
          assertThat(e.path("operator").asText()).isEqualTo("In");
          // krew installs .exe files only on Windows.
          assertThat(e.path("values"))
              .extracting(JsonNode::asText)
              .containsExactly("linux", "darwin");
        });
    Map<String, Integer> modes = modes(archive);
    assertThat(modes).containsOnlyKeys("LICENSE", platform.path("bin").asText());
    assertThat(modes.get("kubectl-palisade") & EXECUTABLE_BITS).isEqualTo(EXECUTABLE_BITS);
  }

  @Test
  void theSameProgramGivesTheSameBytes() throws Exception {
    assertThat(make("second")).isEqualTo(make("first"));
  }

  @Test
  void withoutAPlaceToPointToThereIsNoManifest() throws Exception {
    assertThat(run(program(), directory.resolve("none"), "", "")).isEqualTo(2);
    assertThat(directory.resolve("none")).doesNotExist();
  }

  private JsonNode make(String name) throws Exception {
    Path out = directory.resolve(name);
    assertThat(run(program(), out, "https://example.com/download/", "https://example.com/palisade"))
        .isZero();
    return new YAMLMapper().readTree(out.resolve("palisade.yaml").toFile());
  }

  private Path program() throws IOException {
    Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private int run(Path program, Path out, String url, String homepage) throws Exception {
    return new ProcessBuilder(SCRIPT.toString(), program.toString(), out.toString(), url, homepage)
        .redirectOutput(directory.resolve("log").toFile())
        .redirectErrorStream(true)
        .start()
        .waitFor();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static Map<String, Integer> modes(Path archive) throws IOException {
    var modes = new TreeMap<String, Integer>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        var tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        modes.put(entry.getName(), entry.getMode());
      }
    }
    return modes;
  }
}
