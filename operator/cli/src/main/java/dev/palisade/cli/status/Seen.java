package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/**
 * What the operator has said about a policy.
 *
 * @param current it is about the newest generation of the spec
 */
record Seen(Optional<SecurityPolicyStatus> status, boolean current) {
  static Seen of(SecurityPolicy policy) {
    Optional<SecurityPolicyStatus> status = Optional.ofNullable(policy.getStatus());
    long generation = Optional.ofNullable(policy.getMetadata().getGeneration()).orElse(0L);
    long observed = status.map(s -> s.observedGeneration).orElse(0L);
    return new Seen(status, observed >= generation && observed > 0);
  }

  List<Condition> conditions() {
    return status.map(s -> s.conditions).orElse(List.of());
  }

  Optional<Condition> condition(String type) {
    return conditions().stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  Optional<String> degraded() {
    return condition("Degraded")
        .filter(c -> "True".equals(c.getStatus()))
        .map(Condition::getReason);
  }

  Optional<String> updateRevision() {
    return status.map(s -> s.updateRevision);
  }

  /** The hash at the end: namespace and policy are said elsewhere. */
  static String shortRevision(String revision) {
    return revision.substring(revision.lastIndexOf('.') + 1);
  }
}
