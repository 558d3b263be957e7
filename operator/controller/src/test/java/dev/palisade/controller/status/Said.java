package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.PolicyCounts;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What a status says of policies, in one line. */
final class Said {
  private Said() {}

  /** {@code STATUS REASON matching/verified/failed: message}. */
  static String of(List<Condition> conditions, PolicyCounts counts) {
    Condition ready = conditions.getFirst();
    return "%s %s %d/%d/%d: %s"
        .formatted(
            ready.getStatus(),
            ready.getReason(),
            counts.matching,
            counts.verified,
            counts.failed,
            ready.getMessage());
  }
}
