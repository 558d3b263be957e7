package dev.palisade.node.proc;

import java.util.List;

/**
 * A process in a container. Its identity is pid and start time together.
 *
 * @param started seconds since boot
 * @param boundingSet CapBnd as bits; none in a user namespace that is not the container's own
 * @param seccomp 0: none, 1: strict, 2: a filter
 * @param volumes where they were asked for
 */
public record ContainerProcess(
    int pid,
    double started,
    String containerId,
    Label label,
    long boundingSet,
    int seccomp,
    List<ApiVolume> volumes) {
  public ContainerProcess {
    volumes = List.copyOf(volumes);
  }

  public boolean isFiltered() {
    return seccomp == 2;
  }

  ContainerProcess withoutCapabilities() {
    return new ContainerProcess(pid, started, containerId, label, 0, seccomp, volumes);
  }

  ContainerProcess with(List<ApiVolume> seen) {
    return new ContainerProcess(pid, started, containerId, label, boundingSet, seccomp, seen);
  }
}
