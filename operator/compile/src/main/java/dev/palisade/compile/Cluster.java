package dev.palisade.compile;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.policy.OwnBase;
import java.util.List;
import java.util.Map;

/**
 * What of the cluster a policy is compiled with.
 *
 * @param policies those that are merged into it, in any order
 * @param bases that it may name, by name
 */
public record Cluster(
    List<ClusterSecurityPolicy> policies, Map<String, OwnBase> bases, Width width) {
  /** Whether policies of the namespace may be wider than the runtime's default. */
  public enum Width {
    /** They may not. */
    DEFAULT,
    /** They may: the namespace has the label. */
    WIDER,
    /** Nobody has looked at the namespace. */
    UNKNOWN;

    /**
     * What the labels of the namespace say.
     *
     * @param labels null where it has none
     */
    public static Width of(Map<String, String> labels) {
      return labels != null && "true".equals(labels.get(Palisade.ALLOW_WIDER)) ? WIDER : DEFAULT;
    }
  }

  /** Nothing of it, for nobody has looked. */
  public static final Cluster UNSEEN = new Cluster(List.of(), Map.of(), Width.UNKNOWN);

  public Cluster {
    policies = List.copyOf(policies);
    bases = Map.copyOf(bases);
  }
}
