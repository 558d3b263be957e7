package dev.palisade.node.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.Hash;
import java.io.IOException;
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
    new BlobCache(root).store(Fixtures.APP_BLOB);
    var again = new BlobCache(root);
    assertThat(again.blobs().get(SHA).profile()).isEqualTo(Fixtures.APP);
    assertThat(again.read(SHA)).isEqualTo(Fixtures.APP_BLOB);
    again.remove(SHA);
    assertThat(new BlobCache(root).blobs()).isEmpty();
  }

  @Test
  void whatIsNotAWholeBlobIsIgnoredAndNamed() throws IOException {
    new BlobCache(root).store(Fixtures.DEFAULT_BLOB);
    Path blobs = root.resolve("blobs");
    Files.write(blobs.resolve(SHA), Arrays.copyOf(Fixtures.APP_BLOB, 1000));
    Files.writeString(blobs.resolve("notes.txt"), "mine");
    byte[] foreign = {1, 2, 3};
    Files.write(blobs.resolve(Hash.sha256(foreign)), foreign);
    Files.createDirectory(blobs.resolve("directory"));
    var cache = new BlobCache(root);
    assertThat(cache.blobs()).containsOnlyKeys(Hash.sha256(Fixtures.DEFAULT_BLOB));
    assertThat(cache.ignored())
        .hasSize(4)
        .anyMatch(m -> m.startsWith(SHA) && m.contains("truncated"))
        .anyMatch(m -> m.startsWith("notes.txt"))
        .anyMatch(m -> m.contains("not an AppArmor blob"));
    assertThat(blobs.resolve("notes.txt")).exists();
  }

  @Test
  void aHalfWrittenTemporaryFileIsRemoved() throws IOException {
    Path blobs = Files.createDirectories(root.resolve("blobs"));
    Files.write(blobs.resolve(SHA + ".tmp"), Arrays.copyOf(Fixtures.APP_BLOB, 10));
    var cache = new BlobCache(root);
    assertThat(cache.blobs()).isEmpty();
    assertThat(blobs).isEmptyDirectory();
  }

  @Test
  void aBlobAlteredOrRemovedLaterIsNoLongerListed() throws IOException {
    var cache = new BlobCache(root);
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
    var file = new WantedFile(root);
    assertThat(file.read()).isEmpty();
    file.write(List.of("bb", "aa"));
    assertThat(file.read().orElseThrow()).containsExactly("aa", "bb");
    file.write(List.of());
    assertThat(file.read().orElseThrow()).isEmpty();
    for (String damaged : List.of("", "aa\nbb\n", "aa\n# 2\n", "# 1\n")) {
      Files.writeString(root.resolve("wanted"), damaged);
      assertThat(file.read()).as(damaged).isEmpty();
    }
    Files.write(root.resolve("wanted"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(file.read()).isEmpty();
  }
}
