package dev.palisade.policy.device;

import java.util.OptionalInt;
import java.util.Set;

/**
 * One rule. It cannot be made with numbers that no device has.
 *
 * @param major empty: every one
 * @param minor empty: every one of the major
 * @param access at least one
 * @param origin what it is said to come from, as {@code devices/no-disks}
 */
public record DeviceRule(
    String name,
    DeviceAction action,
    DeviceType type,
    OptionalInt major,
    OptionalInt minor,
    Set<DeviceAccess> access,
    String origin) {
  /** Where they stand in a policy. */
  public static final String LIST = "devices";

  public DeviceRule {
    if (access.isEmpty()) {
      throw new IllegalArgumentException("rule " + name + " is about no access");
    }
    DeviceNumbers.check(major, minor);
    access = DeviceAccess.of(DeviceAccess.bits(access));
  }

  /** A rule of a policy itself. */
  public DeviceRule(
      String name,
      DeviceAction action,
      DeviceType type,
      OptionalInt major,
      OptionalInt minor,
      Set<DeviceAccess> access) {
    this(name, action, type, major, minor, access, LIST + "/" + name);
  }

  /** The same rule, said to come from elsewhere. */
  public DeviceRule from(String other) {
    return new DeviceRule(name, action, type, major, minor, access, other);
  }

  /** What it is about. */
  public DeviceNumbers devices() {
    return new DeviceNumbers(type, major, minor);
  }
}
