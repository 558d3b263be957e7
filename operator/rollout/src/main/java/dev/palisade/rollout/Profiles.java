package dev.palisade.rollout;

import java.util.List;
import java.util.Optional;

/**
 * What is named at one place of a pod template: at the pod level, or at a container.
 *
 * @param appArmor kernel name
 * @param seccomp {@code localhostProfile}; empty: nothing is said there about seccomp
 * @param programs whose processes get a profile below that one
 */
public record Profiles(String appArmor, Optional<String> seccomp, List<String> programs) {
  public Profiles {
    programs = List.copyOf(programs);
  }
}
