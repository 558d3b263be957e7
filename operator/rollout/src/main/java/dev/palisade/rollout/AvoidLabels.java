package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Node labels by {@link Need}: only on lasting incapability, and taken off again. */
final class AvoidLabels {
  private AvoidLabels() {}

  /** Why the node lastingly does not meet the need; empty: it does, or that is not known. */
  static Optional<String> lasting(Node n, Need need, Assessment a) {
    return n.liveReport()
        .map(need::of)
        .filter(Ability::incapable)
        .filter(x -> !a.now().isBefore(x.since().plus(a.policy().nodeDeadline())))
        .map(need::why);
  }

  static List<Step> of(Assessment a) {
    List<Step> steps = new ArrayList<>();
    if (!a.policy().avoid() || a.policy().deleting()) {
      return steps;
    }
    for (Node n : a.s().nodes()) {
      for (Need need : Need.values()) {
        step(n, need, a).ifPresent(steps::add);
      }
    }
    return steps;
  }

  /** Set for the needs of the policy's own revision; taken off for whomever they were set. */
  private static Optional<Step> step(Node n, Need need, Assessment a) {
    String node = "node " + n.name();
    if ("true".equals(n.labels().get(need.label()))) {
      return n.liveReport()
          .map(need::of)
          .filter(Ability::capable)
          .map(x -> new Step.SetAvoidLabel(n.name(), need, false, node + " can again"));
    }
    return Optional.of(need)
        .filter(a.needs()::contains)
        .flatMap(x -> lasting(n, x, a))
        .map(why ->
            new Step.SetAvoidLabel(n.name(), need, true, node + " lastingly cannot: " + why));
  }
}
