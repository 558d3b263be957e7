package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.CapabilitiesProof;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Containers that still have capabilities which their rules drop. */
final class CapabilityNotes {
  private CapabilityNotes() {}

  /** For {@link PodNotes}. */
  static Stream<String> of(NodeSecurityStatus.Pod pod) {
    return Optional.ofNullable(pod.capabilities).stream()
        .flatMap(List::stream)
        .filter(seen -> seen.proof == CapabilitiesProof.AppArmorOnly)
        .map(seen ->
            PodNotes.container(seen.container)
                + "has capabilities that its rules drop: its profile alone keeps it from using them.");
  }
}
