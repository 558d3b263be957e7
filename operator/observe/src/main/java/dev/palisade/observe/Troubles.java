package dev.palisade.observe;

import dev.palisade.rollout.Pod;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Containers of a pod that fail, the waiting ones first. */
final class Troubles {
  /** Waiting for these is no failure. */
  private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");

  private Troubles() {}

  static List<Pod.Trouble> of(PodStatus status) {
    return Stream.concat(
            status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
        .flatMap(s -> of(s).stream())
        .sorted(Comparator.comparing(t -> t.waiting().isEmpty()))
        .toList();
  }

  private static Optional<Pod.Trouble> of(ContainerStatus s) {
    Optional<ContainerStateTerminated> ended =
        failed(s.getState()).or(() -> failed(s.getLastState()));
    String waiting = "";
    String message = "";
    if (s.getState() != null && s.getState().getWaiting() != null) {
      waiting = text(s.getState().getWaiting().getReason());
      message = text(s.getState().getWaiting().getMessage());
    }
    boolean waits = !waiting.isEmpty() && !ORDINARY.contains(waiting);
    if (!waits && ended.isEmpty()) {
      return Optional.empty();
    }
    String last =
        ended
            .map(e -> text(e.getMessage()).isEmpty() ? text(e.getReason()) : e.getMessage())
            .orElse("");
    return Optional.of(
        new Pod.Trouble(
            s.getName(),
            waits ? waiting : "",
            ended.map(ContainerStateTerminated::getExitCode),
            last.isEmpty() ? message : last));
  }

  private static Optional<ContainerStateTerminated> failed(ContainerState state) {
    return state == null || state.getTerminated() == null
        ? Optional.empty()
        : Optional.of(state.getTerminated())
            .filter(t -> t.getExitCode() != null && t.getExitCode() != 0);
  }

  private static String text(String s) {
    return s == null ? "" : s;
  }
}
