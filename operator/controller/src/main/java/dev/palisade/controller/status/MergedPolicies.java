package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicyStatus;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicyStatus.PolicyCounts;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.MergedPolicy;
import dev.palisade.policy.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What statuses say of ClusterSecurityPolicies: a policy's which are merged into it, and theirs how
 * far that has come.
 */
public final class MergedPolicies {
  /** So many are named in a message. */
  private static final int NAMED = 5;

  private MergedPolicies() {}

  /** For a policy's status; null where there is none. */
  public static List<MergedPolicy> of(List<ClusterSecurityPolicy> cluster) {
    return cluster.isEmpty() ? null : cluster.stream().map(MergedPolicies::of).toList();
  }

  private static MergedPolicy of(ClusterSecurityPolicy cluster) {
    var merged = new MergedPolicy();
    merged.name = cluster.getMetadata().getName();
    merged.generation = cluster.getMetadata().getGeneration();
    return merged;
  }

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
    List<String> failed = new ArrayList<>();
    List<String> rolling = new ArrayList<>();
    int verified = 0;
    for (SecurityPolicy policy : policies) {
      Optional<MergedPolicy> merged = merged(policy, cluster);
      if (merged.isEmpty() && !holds.test(policy)) {
        continue;
      }
      // What a status says that is about an earlier one, or none, will be said again.
      if (merged.filter(m -> isCurrent(m, cluster)).isEmpty()) {
        rolling.add(name(policy));
      } else if (hasFailed(policy)) {
        failed.add(name(policy));
      } else if (is(policy.getStatus(), "Ready", "True")) {
        verified++;
      } else {
        rolling.add(name(policy));
      }
    }
    var counts = new PolicyCounts();
    counts.matching = verified + rolling.size() + failed.size();
    counts.verified = verified;
    counts.failed = failed.size();
    var status = new ClusterSecurityPolicyStatus();
    status.observedGeneration = cluster.getMetadata().getGeneration();
    status.policyCounts = counts;
    status.conditions = List.of(ready(cluster, errors, failed, rolling, verified, now));
    return status;
  }

  private static Condition ready(
      ClusterSecurityPolicy cluster,
      List<String> errors,
      List<String> failed,
      List<String> rolling,
      int verified,
      Instant now) {
    if (!errors.isEmpty()) {
      return condition(cluster, false, Reason.INVALID, String.join("; ", errors), now);
    }
    if (!failed.isEmpty()) {
      return condition(
          cluster,
          false,
          Reason.FAILED,
          "not merged, or taken back: %s; see each one's conditions".formatted(some(failed)),
          now);
    }
    if (!rolling.isEmpty()) {
      return condition(cluster, false, Reason.ROLLING, "not verified yet: " + some(rolling), now);
    }
    return verified == 0
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
            "every policy that it is merged into is verified with it: " + verified,
            now);
  }

  private static Optional<MergedPolicy> merged(
      SecurityPolicy policy, ClusterSecurityPolicy cluster) {
    return Stream.ofNullable(policy.getStatus())
        .flatMap(s -> Stream.ofNullable(s.clusterPolicies).flatMap(List::stream))
        .filter(m -> m.name.equals(cluster.getMetadata().getName()))
        .findFirst();
  }

  private static boolean hasFailed(SecurityPolicy policy) {
    SecurityPolicyStatus status = policy.getStatus();
    boolean takenBack =
        Stream.ofNullable(status.failedRevisions)
            .flatMap(List::stream)
            .anyMatch(f -> f.revision.equals(status.updateRevision));
    return takenBack || is(status, "Compiled", "False");
  }

  private static boolean isCurrent(MergedPolicy merged, ClusterSecurityPolicy cluster) {
    return Objects.equals(merged.generation, cluster.getMetadata().getGeneration());
  }

  private static boolean is(SecurityPolicyStatus status, String type, String value) {
    return StatusConditions.find(status.conditions, type)
        .filter(c -> c.getStatus().equals(value))
        .isPresent();
  }

  private static String name(SecurityPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }

  private static String some(List<String> names) {
    String named = names.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() > NAMED ? "%s and %d more".formatted(named, names.size() - NAMED) : named;
  }

  private static Condition condition(
      ClusterSecurityPolicy cluster, boolean status, Reason reason, String message, Instant now) {
    return StatusConditions.since(
        new ConditionBuilder()
            .withType("Ready")
            .withStatus(status ? "True" : "False")
            .withReason(reason.word)
            .withMessage(message)
            .withObservedGeneration(cluster.getMetadata().getGeneration()),
        cluster.getStatus() == null ? null : cluster.getStatus().conditions,
        now);
  }
}
