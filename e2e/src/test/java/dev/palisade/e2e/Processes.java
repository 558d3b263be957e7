package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Program;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at processes on a pod's node, past the runtime and past Palisade's own helper. */
final class Processes {
  /** Without a child process per pid: a fork takes 10 ms on an emulated CPU. */
  private static final String SCRIPT =
      """
      for p in /proc/[0-9]*; do
        read -r group <$p/cgroup || continue
        read -r label <$p/attr/current || { [ -e $p/cgroup ] || continue; label=-; }
        echo "${p#/proc/} ${group##*/} $label"
      done 2>/dev/null
      """;

  private static final Duration ANSWER = Duration.ofMinutes(2);

  private Processes() {}

  /** All processes of a pod's containers, ephemeral ones and those started by exec included. */
  static List<ConfinedProcess> of(Bed bed, Pod pod) {
    return in(pod, bed.run("node-shell", pod.getSpec().getNodeName(), SCRIPT));
  }

  /** The pod runs, and each of its processes under a profile of a policy of its namespace. */
  static void areConfined(Bed bed, Pod pod) {
    assertThat(of(bed, pod))
        .isNotEmpty()
        .extracting(ConfinedProcess::label)
        .allMatch(label -> label.startsWith("palisade." + pod.getMetadata().getNamespace()));
  }

  /** The processes of a node at one moment, to be given to {@link #in}; none if it is away. */
  static Optional<String> table(Bed bed, String node) {
    Program answer = bed.attempt(ANSWER, "node-shell", node, SCRIPT);
    return Optional.of(answer.out()).filter(text -> answer.exitCode() == 0);
  }

  /** Those of a node's processes that are a pod's. */
  static List<ConfinedProcess> in(Pod pod, String table) {
    Map<String, String> names =
        Stream.of(
                pod.getStatus().getInitContainerStatuses(),
                pod.getStatus().getContainerStatuses(),
                pod.getStatus().getEphemeralContainerStatuses())
            .flatMap(List::stream)
            .filter(status -> status.getContainerID() != null)
            .collect(Collectors.toMap(Processes::id, ContainerStatus::getName));
    return table
        .lines()
        .map(line -> line.split(" ", 3))
        .flatMap(words ->
            names.entrySet().stream()
                .filter(name -> words[1].contains(name.getKey()))
                .map(name ->
                    new ConfinedProcess(name.getValue(), Integer.parseInt(words[0]), words[2])))
        .toList();
  }

  private static String id(ContainerStatus status) {
    return status.getContainerID().replaceFirst("^.*//", "");
  }
}
