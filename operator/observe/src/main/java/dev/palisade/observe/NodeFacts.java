package dev.palisade.observe;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.rollout.Ability;
import dev.palisade.rollout.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A Node, its helper pod and its report as the planner sees them. */
public final class NodeFacts {
  /** For a time that is not there: nothing has lasted yet. */
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /** While the helpers are being upgraded, some are of a version before the operator's. */
  private static final Ability OLDER =
      new Ability(false, "", "its helper is of a version that knows none", NEVER);

  private NodeFacts() {}

  /**
   * One node.
   *
   * @param helper the helper pod bound to it that is not being deleted
   */
  public static Node of(
      io.fabric8.kubernetes.api.model.Node n,
      Optional<Pod> helper,
      Optional<NodeSecurityState> state) {
    Optional<NodeCondition> ready = ready(n);
    return new Node(
        n.getMetadata().getName(),
        ready.map(c -> "True".equals(c.getStatus())).orElse(false),
        n.getSpec() != null && Boolean.TRUE.equals(n.getSpec().getUnschedulable()),
        ready.map(NodeCondition::getLastTransitionTime).map(Instant::parse).orElse(Instant.EPOCH),
        n.getMetadata().getLabels() == null ? Map.of() : n.getMetadata().getLabels(),
        n.getSpec() == null
            ? List.of()
            : n.getSpec().getTaints().stream()
                .map(t -> new Node.Taint(t.getKey(), text(t.getValue()), t.getEffect()))
                .toList(),
        n.getStatus() == null || n.getStatus().getNodeInfo() == null
            ? ""
            : text(n.getStatus().getNodeInfo().getBootID()),
        helper.map(p -> new Node.HelperPod(p.getMetadata().getUid(), isReady(p))),
        state.map(NodeSecurityState::getStatus).flatMap(NodeFacts::report));
  }

  private static Optional<NodeCondition> ready(io.fabric8.kubernetes.api.model.Node n) {
    return n.getStatus() == null || n.getStatus().getConditions() == null
        ? Optional.empty()
        : n.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("Ready"))
            .findFirst();
  }

  /** Whether a pod has condition Ready. */
  static boolean isReady(Pod p) {
    return p.getStatus() != null
        && p.getStatus().getConditions() != null
        && p.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("Ready"))
            .map(PodCondition::getStatus)
            .anyMatch("True"::equals);
  }

  private static Optional<Node.Report> report(NodeSecurityStatus s) {
    if (s == null || s.bootID == null || s.helper == null || s.appArmor == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Node.Report(
            s.bootID,
            text(s.helper.podUID),
            ability(s.appArmor.capable, s.appArmor.reason, s.appArmor.message, s.appArmor.since),
            s.devices == null
                ? OLDER
                : ability(s.devices.capable, s.devices.reason, s.devices.message, s.devices.since),
            loaded(s.profiles),
            loaded(s.seccompProfiles),
            denials(s)));
  }

  private static Ability ability(Boolean capable, Enum<?> reason, String message, String since) {
    return new Ability(
        Boolean.TRUE.equals(capable),
        text(reason),
        text(message),
        since == null ? NEVER : Instant.parse(since));
  }

  private static Map<String, Node.Loaded> loaded(List<NodeSecurityStatus.Profile> reported) {
    Map<String, Node.Loaded> byName = new TreeMap<>();
    if (reported != null) {
      reported.forEach(
          p -> byName.put(p.name, new Node.Loaded(text(p.sha256), text(p.state), text(p.message))));
    }
    return byName;
  }

  private static List<Node.Denials> denials(NodeSecurityStatus s) {
    return s.denials == null || s.denials.entries == null
        ? List.of()
        : s.denials.entries.stream()
            .map(d ->
                new Node.Denials(
                    d.profile,
                    text(d.kind),
                    text(d.operation),
                    text(d.target),
                    d.count == null ? 1 : d.count))
            .toList();
  }

  /** The names of the API's enum constants are its words. */
  private static String text(Object o) {
    return o == null ? "" : o.toString();
  }
}
