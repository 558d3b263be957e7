package dev.palisade.node.verify;

import dev.palisade.node.apparmor.Support;
import dev.palisade.node.model.Container;
import dev.palisade.node.model.Pod;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Processes;
import java.util.List;
import java.util.Optional;

/**
 * Whether the node's runtime applies profiles. Proof is the container {@code probe} of the helper's
 * own pod, which asks for no profile: containerd and CRI-O put it under their default, but only
 * where they find AppArmor usable (containerd: only with /sbin/apparmor_parser on the host).
 */
public final class RuntimeProof {
  public static final String PROBE = "probe";

  private RuntimeProof() {}

  /**
   * Kernel and runtime together.
   *
   * @param self the helper's own pod, empty until it was listed
   */
  public static Support of(Support kernel, Optional<Pod> self, Processes processes) {
    if (!kernel.loadable()) {
      return kernel;
    }
    List<ContainerProcess> probe =
        self.stream()
            .flatMap(pod -> pod.containers().stream())
            .filter(c -> c.name().equals(PROBE))
            .map(Container::id)
            .flatMap(id -> processes.in(id).stream())
            .toList();
    if (probe.stream().anyMatch(RuntimeProof::confined)) {
      return kernel;
    }
    List<ContainerProcess> settled = probe.stream().filter(p -> Settled.is(p, processes)).toList();
    if (settled.isEmpty()) {
      return new Support("ProbePending", "the helper pod's container probe is not running yet");
    }
    return new Support(
        "RuntimeIgnoresAppArmor",
        "the runtime started a container as %s; install apparmor_parser on the node and restart the runtime"
            .formatted(settled.getFirst().label()));
  }

  private static boolean confined(ContainerProcess process) {
    return !process.label().isUnconfined() && process.label().mode().equals("enforce");
  }
}
