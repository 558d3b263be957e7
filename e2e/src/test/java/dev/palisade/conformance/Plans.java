package dev.palisade.conformance;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import io.fabric8.kubernetes.client.utils.Serialization;

/** What policies that are accepted come to. */
public final class Plans {
  private Plans() {}

  public static RevisionPlan of(SecurityPolicy policy) {
    return of(policy, Cluster.UNSEEN);
  }

  static RevisionPlan of(SecurityPolicy policy, Cluster around) {
    return switch (Revisions.plan(policy, around)) {
      case Planning.Planned(var plan) -> plan;
      case Planning.Refused refused ->
          throw new AssertionError(refused.message() + '\n' + Serialization.asYaml(policy));
    };
  }
}
