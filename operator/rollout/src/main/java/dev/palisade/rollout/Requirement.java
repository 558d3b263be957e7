package dev.palisade.rollout;

import java.util.List;
import java.util.Map;

/**
 * One requirement of a label or node selector.
 *
 * @param operator In, NotIn, Exists, DoesNotExist, Gt or Lt
 * @see <a
 *     href="https://pkg.go.dev/k8s.io/apimachinery/pkg/labels#Requirement">labels.Requirement</a>
 */
public record Requirement(String key, String operator, List<String> values) {
  public Requirement {
    values = List.copyOf(values);
  }

  public boolean matches(Map<String, String> labels) {
    String value = labels.get(key);
    return switch (operator) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> compare(value) > 0;
      case "Lt" -> compare(value) < 0;
      default -> false;
    };
  }

  private int compare(String value) {
    try {
      return value == null ? 0 : Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  public static boolean all(List<Requirement> requirements, Map<String, String> labels) {
    return requirements.stream().allMatch(r -> r.matches(labels));
  }
}
