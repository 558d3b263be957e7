package dev.palisade.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a file system says when it is full or read-only, and what is then on it. The mounts are in a
 * mount namespace of their own and go with its last process. Needs root, as the test bed does.
 */
class FullDiskIT {
  @TempDir Path root;

  @Test
  void aFullDiskLosesNothingAndRecovers() throws Exception {
    assertThat(run("size=64k", "run fill store free store"))
        .containsExactly(
            "filled: No space left on device",
            "cached before: 0",
            "blob: No space left on device",
            "wanted: No space left on device",
            "cached: 0",
            "after a restart: 0",
            "left over: 0",
            "cached before: 0",
            "blob: written",
            "wanted: written",
            "cached: 1",
            "after a restart: 1",
            "left over: 0");
  }

  @Test
  void aDiskThatTurnsReadOnlyIsStillReadAndRecovers() throws Exception {
    assertThat(
            run(
                "size=256k",
                "run store; mount -o remount,ro \"$M\"; run store; mount -o remount,rw \"$M\"; run store"))
        .containsExactly(
            "cached before: 0",
            "blob: written",
            "wanted: written",
            "cached: 1",
            "after a restart: 1",
            "left over: 0",
            "cached before: 1",
            "blob: Read-only file system",
            "wanted: Read-only file system",
            "cached: 1",
            "after a restart: 1",
            "left over: 0",
            "cached before: 1",
            "blob: written",
            "wanted: written",
            "cached: 1",
            "after a restart: 1",
            "left over: 0");
  }

  /** The script's lines; {@code run WORDS} in it is {@link CacheOnDisk} on the new file system. */
  private List<String> run(String options, String script) throws IOException {
    Path mount = Files.createDirectory(root.resolve("disk"));
    String all =
        "set -e; mount -t tmpfs -o %s tmpfs \"$M\"; run() { \"$J\" -cp \"$C\" %s \"$M\" \"$@\"; }; %s"
            .formatted(options, CacheOnDisk.class.getName(), script);
    Program program =
        Program.run(
                List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", all),
                Map.of(
                    "M",
                    mount.toString(),
                    "C",
                    System.getProperty("java.class.path"),
                    "J",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Duration.ofSeconds(60))
            .successful();
    assertThat(mount).as("the mount went with its namespace").isEmptyDirectory();
    return program.out().lines().toList();
  }
}
