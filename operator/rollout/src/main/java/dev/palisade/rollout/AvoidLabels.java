package dev.palisade.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Node label {@code palisade.dev/avoid}: only on lasting incapability, and taken off again. */
final class AvoidLabels {
  private AvoidLabels() {}

  static boolean lasting(Node n, Policy policy, Instant now) {
    return n.liveReport()
        .filter(r -> !r.capable() && !r.reason().equals(Gate.UNDECIDED))
        .filter(r -> !now.isBefore(r.since().plus(policy.nodeDeadline())))
        .isPresent();
  }

  static List<Step> of(Snapshot s, Instant now) {
    List<Step> steps = new ArrayList<>();
    if (!s.policy().avoid() || s.policy().deleting()) {
      return steps;
    }
    for (Node n : s.nodes()) {
      boolean labelled = "true".equals(n.labels().get(Node.AVOID));
      Optional<Node.Report> report = n.liveReport();
      if (!labelled && lasting(n, s.policy(), now)) {
        steps.add(
            new Step.SetAvoidLabel(
                n.name(),
                true,
                "node " + n.name() + " lastingly cannot: " + report.orElseThrow().reason()));
      } else if (labelled && report.map(Node.Report::capable).orElse(false)) {
        steps.add(new Step.SetAvoidLabel(n.name(), false, "node " + n.name() + " can again"));
      }
    }
    return steps;
  }
}
