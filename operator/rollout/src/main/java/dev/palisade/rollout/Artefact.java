package dev.palisade.rollout;

import java.util.List;
import java.util.Optional;

/**
 * One AppArmor profile of a revision, and the seccomp filter beside it.
 *
 * @param container name in the pod template, or {@link #DEFAULT} for the pod level
 * @param sha256 hex, of the uncompressed blob
 * @param sha1 hex, for kernels that show only that
 * @param capabilities what the policy says for this container, empty if nothing
 * @param seccomp empty where no rule is about system calls
 * @param programs that rules are for alone, by path
 * @param effectiveCapabilities what its profile takes away, whoever says so
 */
public record Artefact(
    String container,
    String profileName,
    String sha256,
    String sha1,
    CapabilitySet capabilities,
    Optional<SeccompFile> seccomp,
    List<String> programs,
    CapabilitySet effectiveCapabilities) {
  public static final String DEFAULT = "_default";

  public Artefact {
    programs = List.copyOf(programs);
  }

  boolean isPodLevel() {
    return container.equals(DEFAULT);
  }

  Profiles profiles() {
    return new Profiles(profileName, seccomp.map(SeccompFile::name), programs);
  }
}
