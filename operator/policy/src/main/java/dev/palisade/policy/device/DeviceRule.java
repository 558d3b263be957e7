package dev.palisade.policy.device;

import java.util.OptionalInt;
import java.util.Set;

/**
 * One rule. It cannot be made with numbers that no device has.
 *
 * @param major empty: every one
 * @param minor empty: every one of the major
 * @param access at least one
 */
public record DeviceRule(
    String name,
    DeviceAction action,
    DeviceType type,
    OptionalInt major,
    OptionalInt minor,
    Set<DeviceAccess> access) {
  public DeviceRule {
    if (access.isEmpty()) {
      throw new IllegalArgumentException("rule " + name + " is about no access");
    }
    DeviceNumbers.check(major, minor);
    access = DeviceAccess.of(DeviceAccess.bits(access));
  }

  /** What it is about. */
  public DeviceNumbers devices() {
    return new DeviceNumbers(type, major, minor);
  }
}
