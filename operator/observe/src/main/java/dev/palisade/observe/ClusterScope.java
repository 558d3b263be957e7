package dev.palisade.observe;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which policies of the cluster are merged into one of a namespace. */
public final class ClusterScope {
  private ClusterScope() {}

  /**
   * By name. One that is being deleted holds no longer.
   *
   * @param namespaceLabels of the policy's namespace
   */
  public static List<ClusterSecurityPolicy> of(
      SecurityPolicy policy,
      Map<String, String> namespaceLabels,
      Collection<ClusterSecurityPolicy> all) {
    return all.stream()
        .filter(c -> c.getMetadata().getDeletionTimestamp() == null)
        .filter(c -> holds(c, policy, namespaceLabels))
        .sorted(Comparator.comparing(c -> c.getMetadata().getName()))
        .toList();
  }

  /** One that cannot be read holds everywhere: then it is said where it was meant to hold. */
  private static boolean holds(
      ClusterSecurityPolicy cluster, SecurityPolicy policy, Map<String, String> namespaceLabels) {
    return cluster.getSpec() == null
        || (Selectors.admits(cluster.getSpec().namespaceSelector, namespaceLabels)
            && Selectors.admits(
                cluster.getSpec().policySelector, policy.getMetadata().getLabels()));
  }
}
