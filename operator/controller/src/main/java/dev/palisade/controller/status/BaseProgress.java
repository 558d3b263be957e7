package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityBaseStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.policy.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The status of a SecurityBase: how far its generation has come, and whose turn it is. Policies are
 * taken in the order of their names; who is not verified keeps the place of the next one, so a
 * change that hurts stops by itself.
 */
public final class BaseProgress {
  private enum Reason {
    INVALID("Invalid"),
    NOT_USED("NotUsed"),
    ROLLING("Rolling"),
    FAILED("PoliciesFailed"),
    VERIFIED("Verified");

    private final String word;

    Reason(String word) {
      this.word = word;
    }
  }

  private BaseProgress() {}

  /**
   * The status of one.
   *
   * @param users the policies that name it
   * @param problems what is wrong with it by itself: then it is nobody's turn
   */
  public static SecurityBaseStatus of(
      SecurityBase base, Collection<SecurityPolicy> users, List<Problem> problems, Instant now) {
    List<SecurityPolicy> inOrder =
        users.stream().sorted(Comparator.comparing(PolicyTally::name)).toList();
    PolicyTally tally = PolicyTally.of(inOrder, base, policyStatus -> policyStatus.bases);
    List<String> errors =
        problems.stream().filter(Problem::isError).map(Problem::toString).toList();
    Set<String> verified = new HashSet<>(tally.verified());
    var status = new SecurityBaseStatus();
    status.observedGeneration = base.getMetadata().getGeneration();
    status.policyCounts = tally.counts();
    status.pods = inOrder.stream().mapToInt(BaseProgress::pods).sum();
    status.turn =
        errors.isEmpty()
            ? inOrder.stream()
                .map(PolicyTally::name)
                .filter(name -> !verified.contains(name))
                .limit(atATime(base))
                .toList()
            : List.of();
    status.conditions = List.of(ready(base, errors, tally, status, now));
    return status;
  }

  private static int atATime(SecurityBase base) {
    return base.getSpec().rollout == null || base.getSpec().rollout.maxConcurrentPolicies == null
        ? 1
        : base.getSpec().rollout.maxConcurrentPolicies;
  }

  private static int pods(SecurityPolicy policy) {
    return policy.getStatus() == null
            || policy.getStatus().podCounts == null
            || policy.getStatus().podCounts.governed == null
        ? 0
        : policy.getStatus().podCounts.governed;
  }

  private static Condition ready(
      SecurityBase base,
      List<String> errors,
      PolicyTally tally,
      SecurityBaseStatus status,
      Instant now) {
    if (!errors.isEmpty()) {
      return condition(
          base,
          Reason.INVALID,
          "%s; policies that have an earlier generation keep it"
              .formatted(String.join("; ", errors)),
          now);
    }
    if (!tally.failed().isEmpty()) {
      return condition(
          base,
          Reason.FAILED,
          "not taken, or taken back: %s; see each one's conditions%s"
              .formatted(PolicyTally.some(tally.failed()), next(tally, status)),
          now);
    }
    if (!tally.rolling().isEmpty()) {
      return condition(
          base,
          Reason.ROLLING,
          "%d of %d policies are verified with generation %d, %d pods are under all of them%s"
              .formatted(
                  tally.verified().size(),
                  status.policyCounts.matching,
                  status.observedGeneration,
                  status.pods,
                  next(tally, status)),
          now);
    }
    return tally.verified().isEmpty()
        ? condition(base, Reason.NOT_USED, "no SecurityPolicy names it", now)
        : condition(
            base,
            Reason.VERIFIED,
            "every policy on it is verified with it: " + tally.verified().size(),
            now);
  }

  private static String next(PolicyTally tally, SecurityBaseStatus status) {
    int waiting = tally.rolling().size() + tally.failed().size() - status.turn.size();
    return "; the turn is %s's, after which come %d"
        .formatted(String.join("'s and ", status.turn), waiting);
  }

  private static Condition condition(
      SecurityBase base, Reason reason, String message, Instant now) {
    boolean good = reason == Reason.NOT_USED || reason == Reason.VERIFIED;
    List<Condition> before = base.getStatus() == null ? null : base.getStatus().conditions;
    return StatusConditions.ready(base, before, good, reason.word, message, now);
  }
}
