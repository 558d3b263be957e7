package dev.palisade.node.denials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why denials cannot be counted on a node. */
public final class Obstacle {
  /** Of the machine's first pid namespace (include/linux/proc_ns.h, PROC_PID_INIT_INO). */
  private static final String FIRST = "pid:[4026531836]";

  static final String SWITCHED_OFF = "switched off: the chart's value denials.enabled is false";

  static final String CONTAINER =
      "this node is itself a container, and the kernel tells of denials in the network namespace of the machine alone; what is denied is denied all the same";

  private Obstacle() {}

  /**
   * Looks for what is known beforehand. A node that is a container, as kind's are, has a pid
   * namespace of its own, and with it another network namespace than the first, which alone gets
   * audit records (kernel/audit.c, kauditd_send_multicast_skb).
   *
   * @param proc of the node's pid namespace, which the helper shares
   * @return empty if there is nothing
   */
  public static String find(boolean wanted, Path proc) throws IOException {
    if (!wanted) {
      return SWITCHED_OFF;
    }
    Path namespace = Files.readSymbolicLink(proc.resolve("self/ns/pid"));
    return namespace.toString().equals(FIRST) ? "" : CONTAINER;
  }
}
