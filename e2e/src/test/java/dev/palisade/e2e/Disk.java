package dev.palisade.e2e;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The disk that a node of the bed runs from. */
final class Disk {
  /** Its file, in the node and so in a privileged container of it. */
  static final String PATH = "/dev/vda";

  private static final Pattern LINE = Pattern.compile("(?m)^ *([0-9]+) +([0-9]+) +[0-9]+ vda$");

  private Disk() {}

  /**
   * Its number, which each kernel gives for itself, as the application takes it: {@code b,254,0}.
   */
  static String number(Scene scene, String node) {
    String partitions = scene.bed().run("node-shell", node, "cat /proc/partitions");
    Matcher line = LINE.matcher(partitions);
    if (!line.find()) {
      throw new AssertionError(node + " has no " + PATH + ":\n" + partitions);
    }
    return "b,%s,%s".formatted(line.group(1), line.group(2));
  }
}
