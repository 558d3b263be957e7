package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.PolicyCounts;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.Merged;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far policies have come with one generation of an object of the cluster, by their statuses.
 *
 * @param verified as namespace/name: Ready with it
 * @param rolling not yet, or their statuses do not say so yet
 * @param failed cannot be compiled with it, or have taken it back
 */
record PolicyTally(List<String> verified, List<String> rolling, List<String> failed) {
  /** So many are named in a message. */
  private static final int NAMED = 5;

  /**
   * Looks at policies.
   *
   * @param list where their statuses say with which generation of such objects they are compiled
   */
  static PolicyTally of(
      Collection<SecurityPolicy> policies,
      HasMetadata object,
      Function<SecurityPolicyStatus, List<Merged>> list) {
    var tally = new PolicyTally(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (SecurityPolicy policy : policies) {
      // What a status says that is about an earlier one, or none, will be said again.
      boolean current =
          Generations.named(object, policy, list)
              .filter(merged -> Generations.isOf(merged, object))
              .isPresent();
      tally.place(policy, current).add(name(policy));
    }
    return tally;
  }

  private List<String> place(SecurityPolicy policy, boolean current) {
    if (!current) {
      return rolling;
    }
    if (hasFailed(policy.getStatus())) {
      return failed;
    }
    return is(policy.getStatus(), "Ready", "True") ? verified : rolling;
  }

  private static boolean hasFailed(SecurityPolicyStatus status) {
    boolean takenBack =
        Stream.ofNullable(status.failedRevisions)
            .flatMap(List::stream)
            .anyMatch(f -> f.revision.equals(status.updateRevision));
    return takenBack || is(status, "Compiled", "False");
  }

  private static boolean is(SecurityPolicyStatus status, String type, String value) {
    return StatusConditions.find(status.conditions, type)
        .filter(c -> c.getStatus().equals(value))
        .isPresent();
  }

  PolicyCounts counts() {
    var counts = new PolicyCounts();
    counts.matching = verified.size() + rolling.size() + failed.size();
    counts.verified = verified.size();
    counts.failed = failed.size();
    return counts;
  }

  /** How policies are called, here and in lists of them. */
  static String name(SecurityPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }

  /** A few of them, by name. */
  static String some(List<String> names) {
    String named = names.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() > NAMED ? "%s and %d more".formatted(named, names.size() - NAMED) : named;
  }
}
