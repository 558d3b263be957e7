package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.DevicesProof;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Pods with rules about devices of which less, or later, holds than of the others. */
final class DeviceNotes {
  private DeviceNotes() {}

  static List<String> of(Set<String> revisions, List<NodeSecurityState> reports) {
    List<NodeSecurityStatus.Pod> pods =
        reports.stream()
            .flatMap(r -> Optional.ofNullable(r.getStatus()).map(s -> s.pods).stream())
            .flatMap(List::stream)
            .filter(p -> revisions.contains(p.revision))
            .toList();
    return Stream.concat(
            note(
                pods,
                p -> p.verdict == PodVerdict.DevicesOnly,
                "%d pods, such as %s, have a privileged container: only the rules about devices hold for them.")
                .stream(),
            note(
                pods,
                p -> p.devices == DevicesProof.AttachedLate,
                "Rules about devices came to %d pods, such as %s, after a process of theirs: what it had open stays open.")
                .stream())
        .toList();
  }

  private static Optional<String> note(
      List<NodeSecurityStatus.Pod> pods, Predicate<NodeSecurityStatus.Pod> which, String says) {
    List<String> names =
        pods.stream().filter(which).map(p -> p.namespace + "/" + p.name).sorted().toList();
    return names.stream().findFirst().map(first -> says.formatted(names.size(), first));
  }
}
