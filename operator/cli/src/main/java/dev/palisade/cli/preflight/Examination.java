package dev.palisade.cli.preflight;

import dev.palisade.rollout.Assignability;
import dev.palisade.rollout.Assignment;
import dev.palisade.rollout.Gate;
import dev.palisade.rollout.Leaves;
import dev.palisade.rollout.Need;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.Placement;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Probe;
import dev.palisade.rollout.Reason;
import dev.palisade.rollout.Revision;
import dev.palisade.rollout.Rivalry;
import dev.palisade.rollout.Takeover;
import dev.palisade.rollout.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator's own decisions say about one workload. It asks them all, where the operator
 * stops at the first no: a person mends everything at once.
 */
record Examination(Policy policy, Revision revision, List<Node> nodes, Instant now) {
  Examination {
    nodes = List.copyOf(nodes);
  }

  Leaves leaves(Workload w) {
    return Assignment.of(revision, w.template(), policy.avoid());
  }

  boolean holds(Workload w) {
    return Assignment.holds(w.template(), leaves(w));
  }

  /** What can be assigned and does not hold as a whole. */
  Optional<Finding> inPart(Workload w) {
    return Assignability.inPart(revision, w).map(why -> Finding.fine("DevicesOnly", bare(w, why)));
  }

  /** What is known without asking the API server. */
  List<Finding> before(Workload w) {
    List<Finding> out = new ArrayList<>();
    Rivalry.winner(policy.name(), w)
        .map(other ->
            Finding.stop(
                Reason.POLICY_CONFLICT.word(),
                "it has policy %s; take it out of one podSelector".formatted(other)))
        .ifPresent(out::add);
    Assignability.of(w, leaves(w))
        .map(o -> Finding.stop(o.state().word(), bare(w, o.message())))
        .ifPresent(out::add);
    out.addAll(nodes(w));
    if (w.paused()) {
      out.add(
          Finding.stop(
              "Paused",
              "it is paused; first: kubectl rollout resume deployment %s -n %s"
                  .formatted(w.name(), w.namespace())));
    }
    return out;
  }

  /** Whether the template itself forbids it: then there is nothing to try. */
  static boolean worthProbing(List<Finding> before) {
    return before.stream()
        .map(Finding::word)
        .noneMatch(word ->
            word.equals(Reason.POLICY_CONFLICT.word())
                || word.equals(Reason.NOT_ASSIGNABLE.word())
                || word.equals(Reason.FIELD_CONFLICT.word()));
  }

  static Optional<Finding> after(Workload w, Probe probe) {
    return switch (probe) {
      case Probe.Accepted() -> Optional.empty();
      case Probe.Conflict c when Takeover.allowed(c, w.template()) -> Optional.empty();
      case Probe.Conflict c ->
          Optional.of(Finding.stop(Reason.FIELD_CONFLICT.word(), bare(w, Takeover.describe(w, c))));
      case Probe.Unanswered(String message) ->
          Optional.of(Finding.stop(Reason.WAITING.word(), message));
      case Probe.Refused(String message) ->
          Optional.of(Finding.stop(Reason.ADMISSION_REFUSED.word(), message));
    };
  }

  /** The operator's messages begin with the workload, which has a column of its own here. */
  private static String bare(Workload w, String message) {
    String prefix = w.id() + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  /** The gate, without the question whether the revision is loaded: it is not yet anywhere. */
  private List<Finding> nodes(Workload w) {
    Placement placement = w.template().placement().avoiding(Set.of());
    Set<Need> avoided = leaves(w).avoid();
    List<Node> kept = nodes.stream().filter(n -> cannot(n, avoided).isEmpty()).toList();
    Revision unloaded =
        new Revision(
            revision.name(),
            revision.enforce(),
            List.of(),
            revision.devices(),
            revision.createdAt(),
            true);
    Gate.Result gate =
        Gate.of(unloaded, placement.avoiding(avoided), kept, now, policy.nodeDeadline(), now);
    List<Finding> out = new ArrayList<>();
    gate.nodes()
        .forEach((reason, lines) -> out.add(Finding.stop(reason.word(), String.join("; ", lines))));
    nodes.stream()
        .filter(placement::mayLand)
        .flatMap(n ->
            cannot(n, avoided).stream()
                .map(why -> "node %s cannot (%s) and will be avoided".formatted(n.name(), why)))
        .map(message -> Finding.fine("Avoid", message))
        .forEach(out::add);
    return out;
  }

  /** The first of these needs that the node does not meet, by the reason. */
  private static Optional<String> cannot(Node n, Set<Need> needs) {
    return n.liveReport().stream()
        .flatMap(r ->
            needs.stream()
                .sorted()
                .filter(need -> need.of(r).incapable())
                .map(need -> need.reason(need.of(r))))
        .findFirst();
  }
}
