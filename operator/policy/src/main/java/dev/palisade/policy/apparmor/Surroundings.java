package dev.palisade.policy.apparmor;

import java.util.Map;
import java.util.Optional;

/**
 * What a rule's line has to know of the profile that it stands in.
 *
 * @param self the labels of the container's processes, as a pattern of AppArmor's
 * @param targets names of the profiles that other programs' processes get, by the programs' paths
 */
record Surroundings(String self, Map<Glob, String> targets) {
  Surroundings {
    targets = Map.copyOf(targets);
  }

  /** The profile of what is started from there; empty: it stays in this one. */
  Optional<String> target(Glob path) {
    return Optional.ofNullable(targets.get(path));
  }
}
