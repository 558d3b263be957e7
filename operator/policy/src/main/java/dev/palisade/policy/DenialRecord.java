package dev.palisade.policy;

import java.util.Optional;

/**
 * What the kernel's audit record of an AppArmor decision says, decoded. Names are bytes, one char
 * of value 1..255 for each.
 *
 * @param type of the field {@code apparmor=}
 * @param operation such as {@code open}, {@code capable}, {@code link}, {@code mount}
 * @param requestedMask letters; empty if the record has none
 * @param deniedMask letters; empty if the record has none
 * @param name the path the access was about
 * @param target for {@code link} the path that would get another name
 * @param capability of the field {@code capname=}, as {@code net_raw}
 */
public record DenialRecord(
    Type type,
    String operation,
    String requestedMask,
    String deniedMask,
    Optional<String> name,
    Optional<String> target,
    Optional<String> capability) {
  public enum Type {
    DENIED,
    ALLOWED,
    AUDIT
  }
}
