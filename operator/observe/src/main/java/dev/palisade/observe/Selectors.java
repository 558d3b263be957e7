package dev.palisade.observe;

import dev.palisade.rollout.Requirement;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A label selector against labels. */
public final class Selectors {
  private Selectors() {}

  /** Whether the labels satisfy the selector; an absent or empty one matches nothing here. */
  public static boolean matches(LabelSelector selector, Map<String, String> labels) {
    List<Requirement> all = requirements(selector);
    return !all.isEmpty() && Requirement.all(all, labels == null ? Map.of() : labels);
  }

  /** Whether the labels satisfy the selector; an absent or empty one asks for nothing. */
  static boolean admits(LabelSelector selector, Map<String, String> labels) {
    return Requirement.all(requirements(selector), labels == null ? Map.of() : labels);
  }

  private static List<Requirement> requirements(LabelSelector selector) {
    List<Requirement> out = new ArrayList<>();
    if (selector != null && selector.getMatchLabels() != null) {
      selector.getMatchLabels().forEach((k, v) -> out.add(new Requirement(k, "In", List.of(v))));
    }
    if (selector != null && selector.getMatchExpressions() != null) {
      selector
          .getMatchExpressions()
          .forEach(e ->
              out.add(
                  new Requirement(
                      e.getKey(),
                      e.getOperator(),
                      e.getValues() == null ? List.of() : e.getValues())));
    }
    return out;
  }
}
