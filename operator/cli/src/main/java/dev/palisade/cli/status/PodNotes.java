package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the reports say of a policy's pods that a reader must know.
 *
 * @param pods of the policy's revisions
 */
record PodNotes(List<NodeSecurityStatus.Pod> pods) {
  PodNotes {
    pods = List.copyOf(pods);
  }

  static PodNotes of(Set<String> revisions, List<NodeSecurityState> reports) {
    return new PodNotes(
        reports.stream()
            .flatMap(r -> Optional.ofNullable(r.getStatus()).map(s -> s.pods).stream())
            .flatMap(List::stream)
            .filter(p -> revisions.contains(p.revision))
            .toList());
  }

  /** All of them. */
  List<String> lines() {
    return Stream.<Function<NodeSecurityStatus.Pod, Stream<String>>>of(
            SecretNotes::of, CapabilityNotes::of, DeviceNotes::of)
        .flatMap(subject -> lines(subject).stream())
        .toList();
  }

  /**
   * Each sentence once, whatever the number of pods that it is said of.
   *
   * @param subject a pod's sentences, with {@code %d} for that number and {@code %s} for one pod
   */
  private List<String> lines(Function<NodeSecurityStatus.Pod, Stream<String>> subject) {
    Map<String, List<String>> said = new TreeMap<>();
    for (NodeSecurityStatus.Pod pod : pods) {
      subject
          .apply(pod)
          .forEach(sentence ->
              said.computeIfAbsent(sentence, _ -> new ArrayList<>())
                  .add(pod.namespace + "/" + pod.name));
    }
    return said.entrySet().stream()
        .map(e ->
            e.getKey()
                .formatted(e.getValue().size(), e.getValue().stream().sorted().findFirst().get()))
        .toList();
  }

  /** The beginning of a sentence about one of a pod's containers. */
  static String container(String name) {
    return "Container " + name + " of %d pods, such as %s, ";
  }
}
