package dev.palisade.node.verify;

import dev.palisade.node.model.Container;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Processes;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which processes count. The runtime joins a container's cgroup some time before it executes the
 * program, and only in between takes on mounts, capabilities, filter and profile, at a start as at
 * an exec probe. So what is otherwise than it should be is held against a process only once it is
 * {@link #STARTING} seconds old; until then the process does not count as seen.
 */
final class Settled {
  private static final double STARTING = 10;

  private Settled() {}

  /** Old enough to be what it stays. */
  static boolean is(ContainerProcess process, Processes seen) {
    return seen.uptime() - process.started() >= STARTING;
  }

  /** The container's processes, without those that may only still be starting. */
  static List<ContainerProcess> of(
      Container container, Processes seen, Predicate<ContainerProcess> otherwise) {
    return seen.in(container.id()).stream().filter(p -> !otherwise.test(p) || is(p, seen)).toList();
  }
}
