package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.Merged;
import dev.palisade.policy.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** What the status of a ClusterSecurityPolicy says: how far policies have come with it. */
public final class ClusterPolicyProgress {
  private ClusterPolicyProgress() {}

  private enum Reason {
    INVALID("Invalid"),
    NO_MATCHING_POLICIES("NoMatchingPolicies"),
    ROLLING("Rolling"),
    FAILED("PoliciesFailed"),
    VERIFIED("Verified");

    private final String word;

    Reason(String word) {
      this.word = word;
    }
  }

  /**
   * The status of one of the cluster, as far as the statuses of policies have come.
   *
   * @param policies those that may have it merged, also of namespaces where it does not hold
   * @param holds whether it is to be merged into one, which may not have seen it yet
   * @param problems what is wrong with it by itself
   */
  public static ClusterSecurityPolicyStatus of(
      ClusterSecurityPolicy cluster,
      Collection<SecurityPolicy> policies,
      Predicate<SecurityPolicy> holds,
      List<Problem> problems,
      Instant now) {
    List<String> errors =
        problems.stream().filter(Problem::isError).map(Problem::toString).toList();
    PolicyTally tally =
        PolicyTally.of(
            policies.stream()
                .filter(p ->
                    Generations.named(cluster, p, ClusterPolicyProgress::merged).isPresent()
                        || holds.test(p))
                .toList(),
            cluster,
            ClusterPolicyProgress::merged);
    var status = new ClusterSecurityPolicyStatus();
    status.observedGeneration = cluster.getMetadata().getGeneration();
    status.policyCounts = tally.counts();
    status.conditions = List.of(ready(cluster, errors, tally, now));
    return status;
  }

  private static Condition ready(
      ClusterSecurityPolicy cluster, List<String> errors, PolicyTally tally, Instant now) {
    if (!errors.isEmpty()) {
      return condition(cluster, false, Reason.INVALID, String.join("; ", errors), now);
    }
    if (!tally.failed().isEmpty()) {
      return condition(
          cluster,
          false,
          Reason.FAILED,
          "not merged, or taken back: %s; see each one's conditions"
              .formatted(PolicyTally.some(tally.failed())),
          now);
    }
    if (!tally.rolling().isEmpty()) {
      return condition(
          cluster,
          false,
          Reason.ROLLING,
          "not verified yet: " + PolicyTally.some(tally.rolling()),
          now);
    }
    return tally.verified().isEmpty()
        ? condition(
            cluster,
            true,
            Reason.NO_MATCHING_POLICIES,
            "it is merged into SecurityPolicies, and none matches",
            now)
        : condition(
            cluster,
            true,
            Reason.VERIFIED,
            "every policy that it is merged into is verified with it: " + tally.verified().size(),
            now);
  }

  private static List<Merged> merged(SecurityPolicyStatus status) {
    return status.clusterPolicies;
  }

  private static Condition condition(
      ClusterSecurityPolicy cluster, boolean status, Reason reason, String message, Instant now) {
    List<Condition> before = cluster.getStatus() == null ? null : cluster.getStatus().conditions;
    return StatusConditions.ready(cluster, before, status, reason.word, message, now);
  }
}
