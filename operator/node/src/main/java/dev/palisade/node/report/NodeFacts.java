package dev.palisade.node.report;

/**
 * What does not change while the process lives.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id}; nodes with an equal one share a kernel
 * @param kernelRelease as {@code uname -r}
 */
public record NodeFacts(
    String node,
    String podName,
    String podUid,
    String version,
    String bootId,
    String kernelRelease) {}
