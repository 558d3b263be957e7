package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.PodCounts;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.WorkloadCounts;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Comparator;
import java.util.List;

/**
 * One policy at a glance. What the operator has not said yet is null.
 *
 * @param progress the reason of Progressing; {@code Unseen} if the status is not about this spec
 * @param ready the status of Ready: True, False, Unknown
 * @param degraded the reason of Degraded, if it is True
 */
record PolicyLine(
    String namespace,
    String name,
    String mode,
    String updateRevision,
    String progress,
    WorkloadCounts workloadCounts,
    PodCounts podCounts,
    String ready,
    String degraded) {

  /** All of them, as one document. */
  record All(List<PolicyLine> policies) {
    public All {
      policies = List.copyOf(policies);
    }
  }

  static All of(List<SecurityPolicy> policies) {
    return new All(
        policies.stream()
            .map(PolicyLine::of)
            .sorted(Comparator.comparing(PolicyLine::namespace).thenComparing(PolicyLine::name))
            .toList());
  }

  private static PolicyLine of(SecurityPolicy p) {
    Seen seen = Seen.of(p);
    return new PolicyLine(
        p.getMetadata().getNamespace(),
        p.getMetadata().getName(),
        p.getSpec().mode.name(),
        seen.updateRevision().orElse(null),
        seen.current()
            ? seen.condition("Progressing").map(Condition::getReason).orElse(null)
            : "Unseen",
        seen.status().map((SecurityPolicyStatus s) -> s.workloadCounts).orElse(null),
        seen.status().map((SecurityPolicyStatus s) -> s.podCounts).orElse(null),
        seen.current() ? seen.condition("Ready").map(Condition::getStatus).orElse(null) : "Unknown",
        seen.degraded().orElse(null));
  }
}
