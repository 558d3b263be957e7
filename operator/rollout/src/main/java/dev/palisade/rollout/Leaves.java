package dev.palisade.rollout;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The leaves of a pod template that one server-side apply writes; everything of ours that is not in
 * it is given back by the same apply.
 *
 * @param pod empty: the annotation alone, for only the rules about devices hold for these pods
 * @param containers by container name: those with profiles of their own
 * @param capabilities by container name
 * @param avoid required node affinity NotIn the labels of nodes that lastingly cannot meet these
 */
public record Leaves(
    String revision,
    Optional<Profiles> pod,
    Map<String, Profiles> containers,
    Map<String, CapabilitySet> capabilities,
    Set<Need> avoid) {
  public Leaves {
    containers = Map.copyOf(new TreeMap<>(containers));
    capabilities = Map.copyOf(new TreeMap<>(capabilities));
    avoid = Set.copyOf(avoid);
  }

  /** Whether the annotation is all that is written into the pod template's own fields. */
  public boolean devicesOnly() {
    return pod.isEmpty();
  }

  /** What is written at this container itself. */
  Optional<Profiles> at(Container c) {
    return Optional.ofNullable(containers.get(c.name()));
  }
}
