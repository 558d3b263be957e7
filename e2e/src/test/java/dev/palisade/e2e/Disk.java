package dev.palisade.e2e;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The disk that a node of the bed runs from.
 *
 * @param path its file, in the node and so in a privileged container of it
 * @param number which each kernel gives for itself, as the application takes it: {@code b,254,0}
 */
record Disk(String path, String number) {
  /** By QEMU and by User Mode Linux. */
  private static final Pattern LINE =
      Pattern.compile("(?m)^ *([0-9]+) +([0-9]+) +[0-9]+ (vda|ubda)$");

  static Disk of(Scene scene, String node) {
    String partitions = scene.bed().run("node-shell", node, "cat /proc/partitions");
    MatchResult line =
        LINE.matcher(partitions)
            .results()
            .findFirst()
            .orElseThrow(() -> new AssertionError(node + " has no disk:\n" + partitions));
    return new Disk("/dev/" + line.group(3), "b,%s,%s".formatted(line.group(1), line.group(2)));
  }
}
