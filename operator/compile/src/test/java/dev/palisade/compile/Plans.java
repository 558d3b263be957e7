package dev.palisade.compile;

import dev.palisade.api.v1alpha1.SecurityPolicy;

/** What policies that are accepted come to. */
final class Plans {
  private Plans() {}

  static RevisionPlan of(SecurityPolicy policy) {
    return of(policy, Cluster.UNSEEN);
  }

  static RevisionPlan of(SecurityPolicy policy, Cluster around) {
    return accepted(Revisions.plan(policy, around));
  }

  static RevisionPlan accepted(Planning planning) {
    return switch (planning) {
      case Planning.Planned(var plan) -> plan;
      case Planning.Refused refused -> throw new AssertionError(refused.message());
    };
  }
}
