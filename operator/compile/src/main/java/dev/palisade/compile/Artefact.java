package dev.palisade.compile;

import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.apparmor.Profile;
import java.util.Optional;

/**
 * One container's part of a revision: its AppArmor profile, and its seccomp filter where it has
 * one.
 *
 * @param rules of the container, or of the pod level ({@code _default})
 * @param text with its kernel name in it: what the parser gets
 * @param hash 64 hex digits
 * @param profileName in the kernel
 */
public record Artefact(
    ContainerRules rules,
    Profile.Text text,
    String hash,
    String profileName,
    Optional<FilterFile> filter) {
  public String container() {
    return rules.name();
  }
}
