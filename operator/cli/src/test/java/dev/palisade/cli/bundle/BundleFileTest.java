package dev.palisade.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.cli.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFileTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, byte[]> ENTRIES =
      Map.of(
          "a.txt",
          "one\n".getBytes(StandardCharsets.UTF_8),
          "b/" + "long".repeat(60) + ".yaml",
          "zwei ü\n".getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;

  private static Map<String, String> read(Path file) throws Exception {
    Map<String, String> out = new TreeMap<>();
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      for (var e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        out.put(e.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return out;
  }

  @Test
  void whatWasWrittenIsRead() throws Exception {
    Path file = directory.resolve("support.tar.gz");
    BundleFile.check(file, false);
    BundleFile.write(file, false, ENTRIES, TIME);
    assertThat(read(file))
        .containsEntry("support/a.txt", "one\n")
        .containsEntry("support/b/" + "long".repeat(60) + ".yaml", "zwei ü\n")
        .hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void tarReadsIt() throws Exception {
    Path file = directory.resolve("support.tgz");
    BundleFile.write(file, false, ENTRIES, TIME);
    Process tar =
        new ProcessBuilder("tar", "-xzf", file.toString(), "-C", directory.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    assertThat(Files.readString(directory.resolve("support/a.txt"))).isEqualTo("one\n");
  }

  @Test
  void anExistingFileIsNotReplaced() throws Exception {
    Path file = Files.writeString(directory.resolve("x.tar.gz"), "mine");
    assertThatThrownBy(() -> BundleFile.check(file, false))
        .isInstanceOf(Failure.class)
        .hasMessage(file + " exists; name another file with -o, or give --overwrite");
    assertThatThrownBy(() -> BundleFile.write(file, false, ENTRIES, TIME))
        .as("made while the cluster was read")
        .hasMessageContaining("exists");
    assertThat(file).hasContent("mine");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void unlessToldTo() throws Exception {
    Path file = Files.writeString(directory.resolve("x.tar.gz"), "mine");
    BundleFile.check(file, true);
    BundleFile.write(file, true, ENTRIES, TIME);
    assertThat(read(file)).hasSize(2);
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void aDirectoryThatIsNotThere() {
    assertThatThrownBy(() -> BundleFile.check(directory.resolve("none/x.tar.gz"), false))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cannot write to directory");
  }

  private long files() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }
}
