package dev.palisade.node.proc;

import java.util.List;

/**
 * A process in a container. Its identity is pid and start time together.
 *
 * @param started seconds since boot
 * @param boundingSet CapBnd as bits
 * @param volumes where they were asked for
 */
public record ContainerProcess(
    int pid,
    double started,
    String containerId,
    Label label,
    long boundingSet,
    List<ApiVolume> volumes) {
  public ContainerProcess {
    volumes = List.copyOf(volumes);
  }

  ContainerProcess with(List<ApiVolume> seen) {
    return new ContainerProcess(pid, started, containerId, label, boundingSet, seen);
  }
}
