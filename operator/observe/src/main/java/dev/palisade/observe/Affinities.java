package dev.palisade.observe;

import dev.palisade.rollout.Need;
import dev.palisade.rollout.Placement;
import dev.palisade.rollout.Requirement;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a pod spec asks of a node. */
public final class Affinities {
  private Affinities() {}

  /** The affinity that {@code unsupportedNodes: Avoid} adds; none for no need. */
  static Optional<Affinity> avoiding(Set<Need> needs) {
    return needs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addAllToMatchExpressions(
                    needs.stream().sorted().map(Affinities::unlabelled).toList())
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build());
  }

  private static NodeSelectorRequirement unlabelled(Need need) {
    return new NodeSelectorRequirementBuilder()
        .withKey(need.label())
        .withOperator("NotIn")
        .withValues("true")
        .build();
  }

  /** An affinity for what some revision needs is ours. */
  private static Set<Need> avoided(Affinity affinity) {
    return Need.sets().stream()
        .filter(needs -> avoiding(needs).equals(Optional.ofNullable(affinity)))
        .findFirst()
        .orElse(Set.of());
  }

  public static Placement placement(PodSpec spec) {
    Affinity affinity = spec.getAffinity();
    boolean empty = affinity == null || affinity.equals(new Affinity());
    Set<Need> avoided = avoided(affinity);
    boolean ours = !avoided.isEmpty();
    return new Placement(
        spec.getNodeSelector() == null ? Map.of() : spec.getNodeSelector(),
        ours ? List.of() : terms(affinity),
        spec.getTolerations().stream().map(Affinities::toleration).toList(),
        !empty && !ours,
        avoided);
  }

  private static List<Placement.Term> terms(Affinity affinity) {
    if (affinity == null || affinity.getNodeAffinity() == null) {
      return List.of();
    }
    NodeSelector required =
        affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
    return required == null
        ? List.of()
        : required.getNodeSelectorTerms().stream().map(Affinities::term).toList();
  }

  private static Placement.Term term(NodeSelectorTerm t) {
    return new Placement.Term(
        t.getMatchExpressions().stream().map(Affinities::requirement).toList(),
        t.getMatchFields().stream().map(Affinities::requirement).toList());
  }

  private static Requirement requirement(NodeSelectorRequirement r) {
    return new Requirement(r.getKey(), r.getOperator(), r.getValues());
  }

  private static Placement.Toleration toleration(Toleration t) {
    return new Placement.Toleration(
        text(t.getKey()),
        t.getOperator() == null ? "Equal" : t.getOperator(),
        text(t.getValue()),
        text(t.getEffect()));
  }

  private static String text(String s) {
    return s == null ? "" : s;
  }
}
