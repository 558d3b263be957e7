package dev.palisade.node.apparmor;

/**
 * A loaded profile.
 *
 * @param mode {@code enforce}, {@code complain}, {@code kill}, {@code unconfined}
 */
public record KernelProfile(String name, String mode, Hash hash) {

  /** Verified (DESIGN: section 3b): the expected mode and the expected blob. */
  public boolean isVerified(String sha256, String sha1) {
    return mode.equals("enforce") && hash.isOf(sha256, sha1);
  }
}
