package dev.palisade.node.apparmor;

import java.util.Arrays;
import java.util.Optional;

/**
 * A loaded profile.
 *
 * @param mode {@code enforce}, {@code complain}, {@code kill}, {@code unconfined}
 */
public record KernelProfile(String name, String mode, Hash hash) {

  /**
   * Verified (DESIGN: section 3b): the expected mode and the expected blob.
   *
   * @param expected empty where only the cache knows the profile, which has no modes; the hash
   *     stands for the mode that was compiled
   */
  public boolean isVerified(Optional<ProfileMode> expected, String sha256, String sha1) {
    return isIn(expected) && hash.isOf(sha256, sha1);
  }

  public boolean isIn(Optional<ProfileMode> expected) {
    return Arrays.stream(ProfileMode.values())
        .filter(m -> expected.isEmpty() || expected.get() == m)
        .anyMatch(m -> m.kernel().equals(mode));
  }
}
