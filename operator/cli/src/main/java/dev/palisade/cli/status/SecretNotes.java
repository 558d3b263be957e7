package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Containers with {@code secretMounts: ReadOnly} of which less is seen than that. */
final class SecretNotes {
  private SecretNotes() {}

  /** For {@link PodNotes}. */
  static Stream<String> of(NodeSecurityStatus.Pod pod) {
    return Optional.ofNullable(pod.secretMounts).stream()
        .flatMap(List::stream)
        .flatMap(SecretNotes::of);
  }

  private static Stream<String> of(NodeSecurityStatus.ContainerSecretMounts seen) {
    String container = PodNotes.container(seen.container);
    return switch (seen.proof) {
      case ReadOnly -> Stream.of();
      case SysAdminPresent ->
          Stream.of(container + "has SYS_ADMIN: its profile alone keeps its secrets read-only.");
      case Writable ->
          Stream.of(
              container
                  + "has a secret that is writable: see the pod's message in its node's report.");
    };
  }
}
