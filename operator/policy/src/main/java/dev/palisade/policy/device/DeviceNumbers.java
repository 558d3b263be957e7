package dev.palisade.policy.device;

import java.util.Comparator;
import java.util.OptionalInt;

/**
 * One device, or all of a major number, or all of a type.
 *
 * @param major empty: every one
 * @param minor empty: every one of the major
 */
public record DeviceNumbers(DeviceType type, OptionalInt major, OptionalInt minor)
    implements Comparable<DeviceNumbers> {
  /** Of 12 bits (MINORBITS in include/linux/kdev_t.h). */
  public static final int MAX_MAJOR = 4095;

  /** Of 20 bits. */
  public static final int MAX_MINOR = 1_048_575;

  /** The wider before the narrower. */
  private static final Comparator<DeviceNumbers> ORDER =
      Comparator.comparing(DeviceNumbers::type)
          .thenComparingInt(n -> n.major.orElse(-1))
          .thenComparingInt(n -> n.minor.orElse(-1));

  public DeviceNumbers {
    check(major, minor);
  }

  /**
   * Refuses what no device has.
   *
   * @throws IllegalArgumentException saying what
   */
  static void check(OptionalInt major, OptionalInt minor) {
    if (major.isEmpty() && minor.isPresent()) {
      throw new IllegalArgumentException("a minor number without its major");
    }
    if (major.orElse(0) < 0 || major.orElse(0) > MAX_MAJOR) {
      throw new IllegalArgumentException("no device has major number " + major.getAsInt());
    }
    if (minor.orElse(0) < 0 || minor.orElse(0) > MAX_MINOR) {
      throw new IllegalArgumentException("no device has minor number " + minor.getAsInt());
    }
  }

  public static DeviceNumbers all(DeviceType type) {
    return new DeviceNumbers(type, OptionalInt.empty(), OptionalInt.empty());
  }

  public static DeviceNumbers all(DeviceType type, int major) {
    return new DeviceNumbers(type, OptionalInt.of(major), OptionalInt.empty());
  }

  public static DeviceNumbers one(DeviceType type, int major, int minor) {
    return new DeviceNumbers(type, OptionalInt.of(major), OptionalInt.of(minor));
  }

  /** Whether each of the other's devices is one of these. */
  public boolean contains(DeviceNumbers other) {
    return type == other.type
        && (major.isEmpty() || major.equals(other.major))
        && (minor.isEmpty() || minor.equals(other.minor));
  }

  @Override
  public int compareTo(DeviceNumbers other) {
    return ORDER.compare(this, other);
  }

  /** As {@code Character 1:3}, {@code Character 136:*} or {@code Block *:*}. */
  @Override
  public String toString() {
    return type.word() + " " + orAll(major) + ":" + orAll(minor);
  }

  private static String orAll(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "*";
  }
}
