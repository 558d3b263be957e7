package dev.palisade.controller.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** How much two statuses differ: whether a write is worth it, and whether it can wait a little. */
public final class StatusDifference {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusDifference() {}

  /** What differs. */
  public enum Kind {
    NONE,
    /** Counts and words of messages only: for people, who can wait for a few seconds. */
    COSMETIC,
    /** What a later pass, or a person waiting for a condition, depends on. */
    REAL
  }

  public static Kind between(SecurityPolicyStatus before, SecurityPolicyStatus after) {
    if (before == null) {
      return Kind.REAL;
    }
    JsonNode a = JSON.valueToTree(before);
    JsonNode b = JSON.valueToTree(after);
    if (a.equals(b)) {
      return Kind.NONE;
    }
    return essence(before).equals(essence(after)) ? Kind.COSMETIC : Kind.REAL;
  }

  private static JsonNode essence(SecurityPolicyStatus s) {
    SecurityPolicyStatus copy = JSON.convertValue(s, SecurityPolicyStatus.class);
    copy.workloadCounts = null;
    copy.podCounts = null;
    if (copy.conditions != null) {
      List<Condition> bare = copy.conditions;
      bare.forEach(c -> c.setMessage(""));
    }
    return JSON.valueToTree(copy);
  }
}
