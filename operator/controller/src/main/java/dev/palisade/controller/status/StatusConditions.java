package dev.palisade.controller.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Conditions as statuses keep them. */
final class StatusConditions {
  private StatusConditions() {}

  /**
   * The one of a type.
   *
   * @param conditions null where there are none yet
   */
  static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  /**
   * The condition with its transition time, which stays while its status does.
   *
   * @param before what the status had; null where it had none yet
   */
  static Condition since(ConditionBuilder condition, List<Condition> before, Instant now) {
    String time =
        find(before, condition.getType())
            .filter(b -> b.getStatus().equals(condition.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElse(now.toString());
    return condition.withLastTransitionTime(time).build();
  }
}
