package dev.palisade.rollout;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leaves of a pod template that one server-side apply writes; everything of ours that is not in
 * it is given back by the same apply.
 *
 * @param containers by container name: those with profiles of their own
 * @param capabilities by container name
 * @param avoid required node affinity NotIn {@code palisade.dev/avoid}
 */
public record Leaves(
    String revision,
    Profiles pod,
    Map<String, Profiles> containers,
    Map<String, CapabilitySet> capabilities,
    boolean avoid) {
  public Leaves {
    containers = Map.copyOf(new TreeMap<>(containers));
    capabilities = Map.copyOf(new TreeMap<>(capabilities));
  }

  /** What is written at this container itself. */
  Optional<Profiles> at(Container c) {
    return Optional.ofNullable(containers.get(c.name()));
  }
}
