package dev.palisade.node.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeccompFilesTest {
  private static final String NAME = Fixtures.APP_FILTER;
  private static final byte[] BYTES = Fixtures.APP_FILTER_BYTES;
  @TempDir Path root;
  private Path ours;

  @BeforeEach
  void directory() {
    ours = root.resolve("palisade");
  }

  private SeccompFiles files() {
    return new SeccompFiles(root, Checkpoint.NONE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsWrittenIsThereUntilItIsRemoved() throws IOException {
    files().write(NAME, BYTES);
    assertThat(root.resolve(NAME)).hasBinaryContent(BYTES);
    assertThat(files().hashes()).containsExactly(Map.entry(NAME, Hash.sha256(BYTES)));
    files().remove(NAME);
    assertThat(root.resolve(NAME)).doesNotExist();
    assertThat(files().hashes()).isEmpty();
    files().remove(NAME);
  }

  @Test
  void otherBytesAreSeenAndReplaced() throws IOException {
    files().write(NAME, BYTES);
    Files.writeString(root.resolve(NAME), "{}");
    assertThat(files().hashes()).containsEntry(NAME, Hash.sha256(bytes("{}")));
    files().write(NAME, BYTES);
    assertThat(root.resolve(NAME)).hasBinaryContent(BYTES);
  }

  /** The kubelet's directory is other people's too. */
  @Test
  void onlyPlainFilesOfOurNamesAreOurs() throws IOException {
    assertThat(files().hashes()).as("no directory yet").isEmpty();
    Files.createDirectories(ours.resolve("directory.json"));
    Files.createDirectories(ours.resolve("nested"));
    Files.write(ours.resolve("nested/a.json"), BYTES);
    Files.write(root.resolve("palisade.json"), BYTES);
    Files.write(root.resolve("audit.json"), BYTES);
    Files.write(ours.resolve("Upper.json"), BYTES);
    Files.write(ours.resolve("a.txt"), BYTES);
    Files.write(ours.resolve("a..b.json"), BYTES);
    Files.createSymbolicLink(ours.resolve("link.json"), root.resolve("audit.json"));
    Files.createSymbolicLink(ours.resolve("zero.json"), Path.of("/dev/zero"));
    Files.write(ours.resolve("a.json"), BYTES);
    assertThat(files().hashes()).containsOnlyKeys("palisade/a.json");
  }

  /** Of what cannot be ours no byte is read. */
  @Test
  void aFileThatIsTooLargeIsOneOfOtherBytes() throws IOException {
    Files.createDirectories(ours);
    try (var file = new RandomAccessFile(root.resolve(NAME).toFile(), "rw")) {
      file.setLength(BlobCache.LARGEST + 1L);
    }
    assertThat(files().hashes()).containsEntry(NAME, "");
    files().write(NAME, BYTES);
    assertThat(files().hashes()).containsEntry(NAME, Hash.sha256(BYTES));
  }

  @Test
  void aLinkInTheFilesPlaceIsReplacedAndNotFollowed() throws IOException {
    Path elsewhere = Files.writeString(root.resolve("elsewhere"), "mine");
    Files.createDirectories(ours);
    Files.createSymbolicLink(root.resolve(NAME), elsewhere);
    files().write(NAME, BYTES);
    assertThat(elsewhere).hasContent("mine");
    assertThat(Files.isSymbolicLink(root.resolve(NAME))).isFalse();
    assertThat(root.resolve(NAME)).hasBinaryContent(BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "palisade/../audit.json",
        "palisade/a/b.json",
        "palisade/a..b.json",
        "palisade/.json",
        "palisade/A.json",
        "palisade/a.json.tmp",
        "palisade/a b.json",
        "palisade/a\n.json",
        "other/a.json",
        "/etc/a.json",
        "a.json",
        ""
      })
  void aForeignNameIsNeitherWrittenNorRemoved(String name) throws IOException {
    Path audit = Files.writeString(root.resolve("audit.json"), "mine");
    Files.createDirectories(ours);
    assertThatThrownBy(() -> files().write(name, BYTES))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("filter name " + name + " is refused");
    assertThatThrownBy(() -> files().remove(name)).isInstanceOf(IOException.class);
    assertThat(audit).hasContent("mine");
    assertThat(ours).isEmptyDirectory();
  }

  @Test
  void theLongestNameIsTaken() throws IOException {
    files().write("palisade/" + "a".repeat(200) + ".json", BYTES);
    assertThat(files().hashes()).hasSize(1);
    assertThatThrownBy(() -> files().write("palisade/" + "a".repeat(201) + ".json", BYTES))
        .hasMessageContaining("is refused");
  }

  @Test
  void leftoversGoAtTheStart() throws IOException {
    files().write(NAME, BYTES);
    Files.writeString(root.resolve(NAME + ".tmp"), "{");
    assertThat(files().hashes()).containsOnlyKeys(NAME);
    assertThat(root.resolve(NAME + ".tmp")).doesNotExist();
  }

  /** What was there before is there still, and no room is taken. */
  @ParameterizedTest
  @CsvSource({"file.open, 2", "file.written, 2", "file.whole, 2", "file.renamed, 3"})
  void aWriteThatFailsLeavesAWholeFile(String point, int length) throws IOException {
    files().write(NAME, bytes("{}"));
    var full =
        new SeccompFiles(
            root,
            reached -> {
              if (reached.equals(point)) {
                throw new IOException("No space left on device");
              }
            });
    assertThatThrownBy(() -> full.write(NAME, bytes("{ }")))
        .hasMessageContaining("on the node writable")
        .hasMessageContaining("No space left on device");
    assertThat(Files.size(root.resolve(NAME))).isEqualTo(length);
    assertThat(root.resolve(NAME + ".tmp")).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsSaid() throws IOException {
    Files.writeString(ours, "somebody's file");
    assertThat(files().hashes()).isEmpty();
    assertThatThrownBy(() -> files().write(NAME, BYTES))
        .hasMessageContaining("make the kubelet's directory seccomp on the node writable");
    assertThat(ours).hasContent("somebody's file");
  }
}
