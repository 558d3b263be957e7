package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.SecretMountsProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Containers with {@code secretMounts: ReadOnly} of which less is seen than that. */
final class SecretNotes {
  private SecretNotes() {}

  /** A line per container and proof, whatever the number of its pods. */
  static List<String> of(Set<String> revisions, List<NodeSecurityState> reports) {
    Map<String, List<String>> pods = new TreeMap<>();
    reports.stream()
        .flatMap(r -> Optional.ofNullable(r.getStatus()).map(s -> s.pods).stream())
        .flatMap(List::stream)
        .filter(p -> revisions.contains(p.revision) && p.secretMounts != null)
        .forEach(pod ->
            pod.secretMounts.stream()
                .filter(s -> s.proof != SecretMountsProof.ReadOnly)
                .forEach(s ->
                    pods.computeIfAbsent(what(s), w -> new ArrayList<>())
                        .add(pod.namespace + "/" + pod.name)));
    return pods.entrySet().stream()
        .map(e ->
            e.getKey()
                .formatted(e.getValue().size(), e.getValue().stream().sorted().findFirst().get()))
        .toList();
  }

  private static String what(NodeSecurityStatus.ContainerSecretMounts seen) {
    String container = "Container " + seen.container + " of %d pods, such as %s, ";
    return seen.proof == SecretMountsProof.Writable
        ? container + "has a secret that is writable: see the pod's message in its node's report."
        : container + "has SYS_ADMIN: its profile alone keeps its secrets read-only.";
  }
}
