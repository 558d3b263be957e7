package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.compile.Cluster;
import java.util.List;

/**
 * What of the cluster there is for a policy.
 *
 * @param policies that are merged into it
 * @param bases that it names
 */
public record OfCluster(
    List<ClusterSecurityPolicy> policies, List<SecurityBase> bases, Cluster.Width width) {
  /** Nothing: no policy has to be asked for more. */
  public static final OfCluster NOTHING =
      new OfCluster(List.of(), List.of(), Cluster.Width.DEFAULT);
}
