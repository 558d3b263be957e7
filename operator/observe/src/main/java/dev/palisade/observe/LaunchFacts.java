package dev.palisade.observe;

import dev.palisade.rollout.Launch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a container's processes are started, as its author wrote it. */
final class LaunchFacts {
  private LaunchFacts() {}

  static Launch of(Container c) {
    boolean noNewPrivileges =
        Optional.ofNullable(c.getSecurityContext())
            .map(SecurityContext::getAllowPrivilegeEscalation)
            .filter(allowed -> !allowed)
            .isPresent();
    return new Launch(
        noNewPrivileges,
        commands(c)
            .filter(Objects::nonNull)
            .filter(words -> !words.isEmpty())
            .map(List::getFirst)
            .collect(Collectors.toSet()));
  }

  private static Stream<List<String>> commands(Container c) {
    Stream<ExecAction> probes =
        Stream.of(c.getLivenessProbe(), c.getReadinessProbe(), c.getStartupProbe())
            .filter(Objects::nonNull)
            .map(Probe::getExec);
    Stream<ExecAction> hooks =
        Stream.ofNullable(c.getLifecycle())
            .flatMap(l -> Stream.of(l.getPostStart(), l.getPreStop()))
            .filter(Objects::nonNull)
            .map(LifecycleHandler::getExec);
    return Stream.concat(
        Stream.ofNullable(c.getCommand()),
        Stream.concat(probes, hooks).filter(Objects::nonNull).map(ExecAction::getCommand));
  }
}
