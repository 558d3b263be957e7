package dev.palisade.rollout;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pod template asks of a node.
 *
 * @param terms required node affinity: one of them must match; empty when there is none
 * @param ownAffinity the template has an affinity that is not ours
 * @param avoids our required affinity: NotIn the labels of nodes that lastingly cannot meet these
 */
public record Placement(
    Map<String, String> nodeSelector,
    List<Term> terms,
    List<Toleration> tolerations,
    boolean ownAffinity,
    Set<Need> avoids) {
  public static final Placement ANYWHERE =
      new Placement(Map.of(), List.of(), List.of(), false, Set.of());

  public Placement {
    nodeSelector = Map.copyOf(nodeSelector);
    terms = List.copyOf(terms);
    tolerations = List.copyOf(tolerations);
    avoids = Set.copyOf(avoids);
  }

  /** A nodeSelectorTerm: labels, and fields, of which the API knows metadata.name only. */
  public record Term(List<Requirement> labels, List<Requirement> fields) {
    public Term {
      labels = List.copyOf(labels);
      fields = List.copyOf(fields);
    }
  }

  /** Absent strings are empty; an empty key with Exists tolerates everything. */
  public record Toleration(String key, String operator, String value, String effect) {
    boolean tolerates(Node.Taint taint) {
      if (!effect.isEmpty() && !effect.equals(taint.effect())) {
        return false;
      }
      if (operator.equals("Exists")) {
        return key.isEmpty() || key.equals(taint.key());
      }
      return key.equals(taint.key()) && value.equals(taint.value());
    }
  }

  /**
   * The same with our required affinity for these needs, or with none for none. An affinity of the
   * owner's stays as it is, alone.
   */
  public Placement avoiding(Set<Need> needs) {
    return new Placement(
        nodeSelector, terms, tolerations, ownAffinity, ownAffinity ? Set.of() : needs);
  }

  /** "May land": free room is ignored, for it comes and goes. */
  public boolean mayLand(Node node) {
    return node.ready() && !node.unschedulable() && fits(node);
  }

  /** Labels and taints, of a node in whatever state. */
  public boolean fits(Node node) {
    return nodeSelector.entrySet().stream()
            .allMatch(e -> e.getValue().equals(node.labels().get(e.getKey())))
        && (terms.isEmpty() || terms.stream().anyMatch(t -> matches(t, node)))
        && avoids.stream().noneMatch(need -> "true".equals(node.labels().get(need.label())))
        && node.taints().stream()
            .filter(t -> !t.effect().equals("PreferNoSchedule"))
            .allMatch(t -> tolerations.stream().anyMatch(x -> x.tolerates(t)));
  }

  private static boolean matches(Term term, Node node) {
    // A term without a requirement matches nothing (core/v1 NodeSelectorTerm).
    return !(term.labels().isEmpty() && term.fields().isEmpty())
        && Requirement.all(term.labels(), node.labels())
        && Requirement.all(term.fields(), Map.of("metadata.name", node.name()));
  }
}
