package dev.palisade.node.proc;

/**
 * A process in a container. Its identity is pid and start time together.
 *
 * @param started seconds since boot
 * @param boundingSet CapBnd as bits
 */
public record ContainerProcess(
    int pid, double started, String containerId, Label label, long boundingSet) {}
