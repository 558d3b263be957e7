package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole helper on a disk that is full, read-only, damaged, or full of other people's files. */
@Timeout(120)
class DiskFaultsTest extends NodeFaultsScene {
  private String cacheMessage() {
    return node.report().text("cache", "message");
  }

  private void assertWhole() throws IOException {
    for (Map.Entry<String, String> file : node.files().entrySet()) {
      if (file.getKey().startsWith("blobs/")) {
        byte[] bytes = Files.readAllBytes(node.disk().resolve(file.getKey()));
        assertThat("blobs/" + Hash.sha256(bytes)).isEqualTo(file.getKey());
      }
      assertThat(file.getKey()).doesNotEndWith(".tmp");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "file.open, Read-only file system",
    "file.written, No space left on device",
    "file.whole, No space left on device",
    "file.renamed, Input/output error"
  })
  void aDiskThatTakesNothingKeepsNoProfileOutOfTheKernel(String point, String error)
      throws IOException {
    Checkpoint broken =
        reached -> {
          if (reached.equals(point)) {
            throw new IOException(error);
          }
        };
    node.checkpoint = broken;
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node) && !Seen.cached(node));
      assertThat(cacheMessage())
          .contains("2 profiles", error, "reboot", "/var/lib/palisade")
          .contains("palisade.shop.checkout.");
      assertWhole();
      reboot("boot-2");
    }
    try (NodeBox.Life life = node.live()) {
      life.until("enforced after a reboot", () -> Seen.enforced(node));
      node.checkpoint = Checkpoint.NONE;
      life.until("kept once there is room", () -> Seen.cached(node));
      assertWhole();
      assertThat(node.files()).hasSize(3);
    }
  }

  @Test
  void withoutADirectoryToWriteItLoadsAllTheSame() throws IOException {
    Files.delete(node.disk());
    Files.writeString(node.disk(), "somebody's file");
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node) && !Seen.cached(node));
      assertThat(cacheMessage()).contains("2 profiles").contains("var/lib/palisade");
      Files.delete(node.disk());
      life.until("kept once it can be made", () -> Seen.cached(node));
    }
    assertThat(node.files()).hasSize(3);
  }

  /** A list that lacks a profile would keep it out at the next boot; none keeps nothing out. */
  @Test
  void aListThatCannotBeWrittenDoesNotStayAsItWas() throws IOException {
    NodeBox.revision(cluster, "OnDemand");
    node.endPod();
    try (NodeBox.Life life = node.live()) {
      life.until("nothing is wanted", () -> node.report().text("bootID").equals("boot-1"));
      String nothing = Seen.wanted(node);
      node.governedPod();
      life.until("enforced", () -> Seen.enforced(node));
      node.endPod();
      // Else the pod would be back before it was missed, and nothing would have to be written.
      life.until(
          "gone, from the list, too",
          () -> Seen.pods(node).isEmpty() && Seen.wanted(node).equals(nothing));
      node.checkpoint =
          point -> {
            if (point.equals("file.whole")) {
              throw new IOException("No space left on device");
            }
          };
      node.governedPod();
      life.until("enforced, and told", () -> Seen.enforced(node) && !Seen.cached(node));
      assertThat(cacheMessage()).contains("the list of wanted profiles", "No space left");
      assertThat(node.disk().resolve("wanted")).doesNotExist();
    }
    reboot("boot-2");
    cluster.away(true);
    try (NodeBox.Life life = node.live()) {
      assertThat(node.kernel.reader().profiles()).hasSize(2);
      cluster.away(false);
      node.checkpoint = Checkpoint.NONE;
      life.until("kept", () -> Seen.cached(node));
      assertThat(node.disk().resolve("wanted")).exists();
    }
  }

  @Test
  void whatLiesAroundInTheCacheIsNeverLoaded() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
    }
    Path blobs = node.disk().resolve("blobs");
    byte[] foreign = renamed("/usr/sbin/sshd");
    Files.write(blobs.resolve(Hash.sha256(foreign)), foreign);
    Path app = blobs.resolve(Hash.sha256(Fixtures.APP_BLOB));
    Files.write(app, Arrays.copyOf(Fixtures.APP_BLOB, 1000));
    Files.writeString(node.disk().resolve("wanted"), "damaged");
    reboot("boot-2");
    cluster.away(true);
    try (NodeBox.Life life = node.live()) {
      assertThat(node.kernel.writes).containsExactly("load " + Fixtures.DEFAULT);
      cluster.away(false);
      life.until("fetched again", () -> Seen.enforced(node) && Seen.cached(node));
      life.until("forgotten", () -> !Files.exists(blobs.resolve(Hash.sha256(foreign))));
    }
    assertThat(Files.readAllBytes(app)).isEqualTo(Fixtures.APP_BLOB);
    assertThat(node.kernel.writes)
        .isEqualTo(List.of("load " + Fixtures.DEFAULT, "load " + Fixtures.APP));
  }

  /** The app's blob under another name of the same length, as a whole and well-formed blob. */
  private static byte[] renamed(String name) {
    String text = new String(Fixtures.APP_BLOB, StandardCharsets.ISO_8859_1);
    String padded = name + "x".repeat(Fixtures.APP.length() - name.length());
    return text.replaceFirst(java.util.regex.Pattern.quote(Fixtures.APP), padded)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
