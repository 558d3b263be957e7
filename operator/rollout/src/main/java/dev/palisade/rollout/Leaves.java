package dev.palisade.rollout;

import java.util.Map;
import java.util.TreeMap;

/**
 * The leaves of a pod template that one server-side apply writes; everything of ours that is not in
 * it is given back by the same apply.
 *
 * @param containerProfiles by container name
 * @param capabilities by container name
 * @param avoid required node affinity NotIn {@code palisade.dev/avoid}
 */
public record Leaves(
    String revision,
    String podProfile,
    Map<String, String> containerProfiles,
    Map<String, CapabilitySet> capabilities,
    boolean avoid) {
  public Leaves {
    containerProfiles = Map.copyOf(new TreeMap<>(containerProfiles));
    capabilities = Map.copyOf(new TreeMap<>(capabilities));
  }
}
