package dev.palisade.observe;

import dev.palisade.api.v1alpha1.DeletionPolicy;
import dev.palisade.api.v1alpha1.RolloutSpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.api.v1alpha1.UnsupportedNodes;
import dev.palisade.rollout.Policy;
import java.time.Duration;
import java.util.List;

/** A SecurityPolicy as the planner sees it; defaults are those of the CRD. */
public final class PolicyFacts {
  private PolicyFacts() {}

  /** The policy with the outcome of compiling its spec. */
  public static Policy of(
      SecurityPolicy p, boolean namespaceTerminating, Policy.Compiled compiled) {
    SecurityPolicySpec spec = p.getSpec();
    RolloutSpec rollout = spec.rollout == null ? new RolloutSpec() : spec.rollout;
    return new Policy(
        p.getMetadata().getNamespace(),
        p.getMetadata().getName(),
        p.getMetadata().getGeneration() == null ? 0 : p.getMetadata().getGeneration(),
        spec.containers == null ? List.of() : spec.containers.stream().map(c -> c.name).toList(),
        spec.unsupportedNodes == UnsupportedNodes.Avoid,
        spec.deletionPolicy == DeletionPolicy.Release,
        number(spec.revisionHistoryLimit, 10),
        number(rollout.maxConcurrentWorkloads, 5),
        Duration.ofSeconds(number(rollout.progressDeadlineSeconds, 600)),
        Duration.ofSeconds(number(rollout.nodeDeadlineSeconds, 300)),
        p.getMetadata().getDeletionTimestamp() != null,
        namespaceTerminating,
        compiled);
  }

  private static int number(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
