package dev.palisade.rollout;

/**
 * One AppArmor profile of a revision.
 *
 * @param container name in the pod template, or {@link #DEFAULT} for the pod level
 * @param sha256 hex, of the uncompressed blob
 * @param sha1 hex, for kernels that show only that
 * @param capabilities what the policy says for this container, empty if nothing
 */
public record Artefact(
    String container, String profileName, String sha256, String sha1, CapabilitySet capabilities) {
  public static final String DEFAULT = "_default";
}
