package dev.palisade.controller.compile;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.compile.Cluster;
import dev.palisade.rollout.Policy;
import java.util.List;

/** The way from a policy's spec to a revision that is in the API server. */
public interface RevisionSource {
  /**
   * Blocks while the parser runs.
   *
   * @param cluster what of the cluster it is compiled with
   * @param existing the policy's profiles; one of the same source is taken as it is (I11)
   */
  Policy.Compiled of(SecurityPolicy policy, Cluster cluster, List<SecurityProfile> existing)
      throws InterruptedException;
}
