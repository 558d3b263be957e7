package dev.palisade.rollout;

import java.util.Optional;

/**
 * What is named at one place of a pod template: at the pod level, or at a container.
 *
 * @param appArmor kernel name
 * @param seccomp {@code localhostProfile}; empty: nothing is said there about seccomp
 */
public record Profiles(String appArmor, Optional<String> seccomp) {}
