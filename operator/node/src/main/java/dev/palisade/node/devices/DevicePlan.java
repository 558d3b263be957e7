package dev.palisade.node.devices;

import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.model.Container;
import dev.palisade.node.model.Pod;
import dev.palisade.node.proc.Label;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Pure: what is to be done at the cgroup of a pod that is to have a program. */
final class DevicePlan {
  private DevicePlan() {}

  /**
   * What is seen there.
   *
   * @param attached the program
   * @param attachedLate the same program by its other name
   * @param before this helper has seen or made it attached
   * @param occupied see {@link #isOccupied}
   */
  record Seen(boolean attached, boolean attachedLate, boolean before, boolean occupied) {}

  /**
   * To attach.
   *
   * @param late what is open already stays open, and the kernel is to remember that it may be
   * @param why for the log
   */
  record Attach(boolean late, String why) {}

  /** Empty: it is there. */
  static Optional<Attach> step(Seen seen) {
    if (seen.attached() || seen.attachedLate()) {
      return Optional.empty();
    }
    if (seen.before()) {
      return Optional.of(new Attach(true, "somebody else has taken it away"));
    }
    return Optional.of(
        seen.occupied()
            ? new Attach(true, "the pod's processes were there first")
            : new Attach(false, "the pod's revision has rules about devices"));
  }

  /**
   * Whether a program of the pod's may have opened a device: a process is under a profile of ours,
   * or in a container that is not the sandbox. That is one which the pod's status names, or a
   * second one: the first is taken for the sandbox. Where the sandbox has no process (CRI-O without
   * an infra container) the first container is taken for it until the status names it.
   *
   * @param labels of the processes in the pod's cgroup, by the id of their container
   */
  static boolean isOccupied(Pod pod, Map<String, List<Label>> labels) {
    Set<String> known = pod.containers().stream().map(Container::id).collect(Collectors.toSet());
    List<String> found = labels.keySet().stream().filter(id -> !id.isEmpty()).toList();
    return found.size() > 1
        || found.stream().anyMatch(known::contains)
        || labels.values().stream()
            .flatMap(List::stream)
            .anyMatch(label -> label.name().startsWith(SecurityFs.OURS));
  }
}
