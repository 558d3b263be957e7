package dev.palisade.observe;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.Node;
import dev.palisade.rollout.Pod;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods of Deployments as the planner sees them. */
public final class PodFacts {
  private PodFacts() {}

  /**
   * Pods with the workload that owns them and what the live reports say about them.
   *
   * @param states reports by node name; those that do not count by {@link Node#liveReport()} are
   *     not looked at
   */
  public static List<Pod> of(
      List<io.fabric8.kubernetes.api.model.Pod> pods,
      List<ReplicaSet> replicaSets,
      Collection<Node> nodes,
      Map<String, NodeSecurityState> states) {
    Map<String, String> deployments = new HashMap<>();
    replicaSets.forEach(r ->
        controller(r.getMetadata().getOwnerReferences())
            .ifPresent(uid -> deployments.put(r.getMetadata().getUid(), uid)));
    Map<String, Pod.Verdict> verdicts = new HashMap<>();
    nodes.stream()
        .filter(n -> n.liveReport().isPresent())
        .flatMap(n -> verdicts(states.get(n.name())))
        .forEach(p -> verdicts.put(p.uid, verdict(p)));
    return pods.stream().map(p -> of(p, deployments, verdicts)).toList();
  }

  private static Stream<NodeSecurityStatus.Pod> verdicts(NodeSecurityState state) {
    return state == null || state.getStatus() == null || state.getStatus().pods == null
        ? Stream.empty()
        : state.getStatus().pods.stream().filter(p -> p.verdict != null);
  }

  private static Pod.Verdict verdict(NodeSecurityStatus.Pod p) {
    return new Pod.Verdict(p.verdict.toString(), p.message == null ? "" : p.message);
  }

  private static Optional<String> controller(List<OwnerReference> owners) {
    return owners.stream()
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .map(OwnerReference::getUid)
        .findFirst();
  }

  private static Pod of(
      io.fabric8.kubernetes.api.model.Pod p,
      Map<String, String> deployments,
      Map<String, Pod.Verdict> verdicts) {
    Map<String, String> annotations = p.getMetadata().getAnnotations();
    return new Pod(
        p.getMetadata().getUid(),
        p.getMetadata().getName(),
        controller(p.getMetadata().getOwnerReferences()).map(deployments::get).orElse(""),
        p.getSpec().getNodeName() == null ? "" : p.getSpec().getNodeName(),
        annotations == null ? "" : annotations.getOrDefault(Palisade.REVISION, ""),
        phase(p.getStatus().getPhase()),
        NodeFacts.isReady(p),
        p.getMetadata().getDeletionTimestamp() != null,
        p.getStatus().getReason() == null ? "" : p.getStatus().getReason(),
        unschedulable(p),
        Troubles.of(p.getStatus()),
        Optional.ofNullable(verdicts.get(p.getMetadata().getUid())));
  }

  private static Pod.Phase phase(String phase) {
    return phase == null ? Pod.Phase.PENDING : Pod.Phase.valueOf(phase.toUpperCase(Locale.ROOT));
  }

  private static Optional<String> unschedulable(io.fabric8.kubernetes.api.model.Pod p) {
    return p.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals("PodScheduled") && "Unschedulable".equals(c.getReason()))
        .map(c -> c.getMessage() == null ? c.getReason() : c.getMessage())
        .findFirst();
  }
}
