package dev.palisade.node.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCacheTest {
  private static final String SHA = Hash.sha256(Fixtures.APP_BLOB);
  @TempDir Path root;

  @Test
  void aStoredBlobIsThereAfterARestart() throws IOException {
    new BlobCache(root, Checkpoint.NONE).store(Fixtures.APP_BLOB);
    var again = new BlobCache(root, Checkpoint.NONE);
    assertThat(again.blobs().get(SHA).profile()).isEqualTo(Fixtures.APP);
    assertThat(again.read(SHA)).isEqualTo(Fixtures.APP_BLOB);
    again.remove(SHA);
    assertThat(new BlobCache(root, Checkpoint.NONE).blobs()).isEmpty();
  }

  @Test
  void whatIsNotAWholeBlobIsIgnoredAndNamed() throws IOException {
    new BlobCache(root, Checkpoint.NONE).store(Fixtures.DEFAULT_BLOB);
    Path blobs = root.resolve("blobs");
    Files.write(blobs.resolve(SHA), Arrays.copyOf(Fixtures.APP_BLOB, 1000));
    Files.writeString(blobs.resolve("notes.txt"), "mine");
    byte[] foreign = {1, 2, 3};
    Files.write(blobs.resolve(Hash.sha256(foreign)), foreign);
    Files.createDirectory(blobs.resolve("directory"));
    var cache = new BlobCache(root, Checkpoint.NONE);
    assertThat(cache.blobs()).containsOnlyKeys(Hash.sha256(Fixtures.DEFAULT_BLOB));
    assertThat(cache.ignored())
        .hasSize(4)
        .anyMatch(m -> m.startsWith(SHA) && m.contains("truncated"))
        .anyMatch(m -> m.startsWith("notes.txt"))
        .anyMatch(m -> m.contains("not an AppArmor blob"));
    assertThat(blobs.resolve("notes.txt")).exists();
  }

  /** Nothing that lies there may stop the helper, or be followed somewhere else. */
  @Test
  void linksLargeFilesAndWhatCannotBeRemovedAreIgnored() throws IOException {
    Path blobs = Files.createDirectories(root.resolve("blobs"));
    Path elsewhere = Files.write(root.resolve("elsewhere"), Fixtures.APP_BLOB);
    Files.createSymbolicLink(blobs.resolve(SHA), elsewhere);
    Files.createSymbolicLink(blobs.resolve("zero"), Path.of("/dev/zero"));
    Files.createSymbolicLink(blobs.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(blobs.resolve("link.tmp"), elsewhere);
    Files.createDirectories(blobs.resolve("full.tmp/x"));
    try (var large = new RandomAccessFile(blobs.resolve("large").toFile(), "rw")) {
      large.setLength(BlobCache.LARGEST + 1L);
    }
    var cache = new BlobCache(root, Checkpoint.NONE);
    assertThat(cache.blobs()).isEmpty();
    assertThat(cache.ignored())
        .hasSize(5)
        .anyMatch(m -> m.startsWith(SHA) && m.contains("not a file of ours"))
        .anyMatch(m -> m.startsWith("zero") && m.contains("not a file of ours"))
        .anyMatch(m -> m.startsWith("loop"))
        .anyMatch(m -> m.startsWith("full.tmp"))
        .anyMatch(m -> m.startsWith("large") && m.contains("too large"));
    cache.store(Fixtures.APP_BLOB);
    assertThat(Files.isSymbolicLink(blobs.resolve(SHA))).isFalse();
    Files.createSymbolicLink(blobs.resolve(Hash.sha256(Fixtures.DEFAULT_BLOB) + ".tmp"), elsewhere);
    assertThatThrownBy(() -> cache.store(Fixtures.DEFAULT_BLOB)).isInstanceOf(IOException.class);
    cache.store(Fixtures.DEFAULT_BLOB);
    assertThat(elsewhere).hasBinaryContent(Fixtures.APP_BLOB);
  }

  @Test
  void aFailedWriteLeavesNothingBehindAndWhatWasThereAsItWas() throws IOException {
    for (String point : List.of("file.open", "file.written", "file.whole")) {
      var list = new WantedFile(root, Checkpoint.NONE);
      list.write(List.of("aa"));
      Checkpoint full =
          reached -> {
            if (reached.equals(point)) {
              throw new IOException("No space left on device");
            }
          };
      var cache = new BlobCache(root, full);
      assertThatThrownBy(() -> cache.store(Fixtures.APP_BLOB)).hasMessageContaining("No space");
      assertThat(cache.blobs()).isEmpty();
      assertThat(root.resolve("blobs")).isEmptyDirectory();
      assertThatThrownBy(() -> new WantedFile(root, full).write(List.of("aa", "bb")))
          .hasMessageContaining("No space");
      assertThat(list.read()).as("no list is better than one that lacks a profile").isEmpty();
      assertThat(root.resolve("wanted.tmp")).doesNotExist();
    }
  }

  @Test
  void aHalfWrittenTemporaryFileIsRemoved() throws IOException {
    Path blobs = Files.createDirectories(root.resolve("blobs"));
    Files.write(blobs.resolve(SHA + ".tmp"), Arrays.copyOf(Fixtures.APP_BLOB, 10));
    var cache = new BlobCache(root, Checkpoint.NONE);
    assertThat(cache.blobs()).isEmpty();
    assertThat(blobs).isEmptyDirectory();
  }

  @Test
  void aBlobAlteredOrRemovedLaterIsNoLongerListed() throws IOException {
    var cache = new BlobCache(root, Checkpoint.NONE);
    cache.store(Fixtures.APP_BLOB);
    Files.writeString(root.resolve("blobs").resolve(SHA), "altered");
    assertThatThrownBy(() -> cache.read(SHA)).hasMessageContaining("altered on disk");
    assertThat(cache.blobs()).isEmpty();
    cache.store(Fixtures.APP_BLOB);
    Files.delete(root.resolve("blobs").resolve(SHA));
    assertThatThrownBy(() -> cache.read(SHA)).hasMessageContaining("removed");
    assertThat(cache.blobs()).isEmpty();
  }

  @Test
  void theWantedListIsWholeOrUnknown() throws IOException {
    var file = new WantedFile(root, Checkpoint.NONE);
    assertThat(file.read()).isEmpty();
    file.write(List.of("bb", "aa"));
    assertThat(file.read().orElseThrow()).containsExactly("aa", "bb");
    file.write(List.of());
    assertThat(file.read().orElseThrow()).isEmpty();
    file.write(List.of("aa", "bb"));
    String whole = Files.readString(root.resolve("wanted"));
    for (String damaged :
        List.of("", "aa\nbb\n", "aa\n# 2\n", "# 1\n", whole.replace("bb", "bc"), whole + "cc\n")) {
      Files.writeString(root.resolve("wanted"), damaged);
      assertThat(file.read()).as(damaged).isEmpty();
    }
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(root.resolve("wanted"), whole.substring(0, length));
      assertThat(file.read()).as("%d bytes of it", length).isEmpty();
    }
    Files.delete(root.resolve("wanted"));
    Files.createDirectory(root.resolve("wanted"));
    assertThat(file.read()).isEmpty();
    Files.delete(root.resolve("wanted"));
    Files.write(root.resolve("wanted"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(file.read()).isEmpty();
  }
}
