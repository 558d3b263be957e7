package dev.palisade.controller.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
   * {@code Ready} of an object.
   *
   * @param before what its status had; null where it had none yet
   */
  static Condition ready(
      HasMetadata object,
      List<Condition> before,
      boolean status,
      String reason,
      String message,
      Instant now) {
    return since(
        new ConditionBuilder()
            .withType("Ready")
            .withStatus(status ? "True" : "False")
            .withReason(reason)
            .withMessage(message)
            .withObservedGeneration(object.getMetadata().getGeneration()),
        before,
        now);
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
