package dev.palisade.policy;

import java.util.Map;
import java.util.Optional;

/**
 * What the kernel's audit record of an AppArmor decision says.
 *
 * @param type of the field {@code apparmor=}
 * @param operation such as {@code open}, {@code capable}, {@code link}, {@code mount}
 * @param fields of the record by the kernel's names, decoded: {@code name}, {@code target} (of
 *     {@code link} the path that would get another name), {@code requested_mask}, {@code
 *     capname=net_raw}, {@code family}, {@code sock_type}, {@code signal}, {@code peer}, ... Paths
 *     are bytes, one char of value 1..255 for each
 */
public record DenialRecord(Type type, String operation, Map<String, String> fields) {
  public enum Type {
    DENIED,
    ALLOWED,
    AUDIT
  }

  public DenialRecord {
    fields = Map.copyOf(fields);
  }

  /** Empty if the record does not have it. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
  }

  /** Letters of what was denied, else of what was asked for. */
  String mask() {
    return field("denied_mask").or(() -> field("requested_mask")).orElse("");
  }
}
