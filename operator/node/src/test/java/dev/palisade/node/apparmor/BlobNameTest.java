package dev.palisade.node.apparmor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.node.Fixtures;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobNameTest {
  @Test
  void theNameOfABlobMadeByTheParser() throws IOException {
    assertThat(BlobName.of(Fixtures.APP_BLOB)).isEqualTo(Fixtures.APP);
    assertThat(BlobName.of(Fixtures.DEFAULT_BLOB)).isEqualTo(Fixtures.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 12, 17, 28, 31, 60})
  void aTruncatedBlobIsAnError(int length) {
    assertThatThrownBy(() -> BlobName.of(Arrays.copyOf(Fixtures.APP_BLOB, length)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not an AppArmor blob");
  }

  @Test
  void aPolicyNamespaceIsRefused() {
    byte[] blob = Fixtures.APP_BLOB.clone();
    byte[] other = "nspace_".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    System.arraycopy(other, 0, blob, 19, other.length);
    assertThatThrownBy(() -> BlobName.of(blob)).hasMessageContaining("nspace_ instead of profile");
  }

  @Test
  void textIsNoBlob() {
    assertThatThrownBy(
            () -> BlobName.of("profile x {}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasMessageContaining("tag 112 at byte 0");
  }
}
