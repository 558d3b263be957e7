package dev.palisade.compile;

import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.apparmor.Profile;

/**
 * One AppArmor profile of a revision.
 *
 * @param rules of the container, or of the pod level ({@code _default})
 * @param text with its kernel name in it: what the parser gets
 * @param hash 64 hex digits
 * @param profileName in the kernel
 */
public record Artefact(ContainerRules rules, Profile.Text text, String hash, String profileName) {
  public String container() {
    return rules.name();
  }
}
