package dev.palisade.policy.device;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Lists of rules by chance, and what they mean, as docs/rules/devices.md says it. */
final class RandomRules {
  /** Of the devices that every container has, and others beside them. */
  private static final int[] MAJORS = {0, 1, 2, 5, 8, 10, 136, 4095};

  private static final int[] MINORS = {0, 1, 2, 3, 4, 7, 8, 9, 200, 1_048_575};

  private final Random random;

  RandomRules(long seed) {
    random = new Random(seed);
  }

  /** Fewer than so many. */
  List<DeviceRule> list(int most) {
    var rules = new ArrayList<DeviceRule>();
    int size = random.nextInt(most);
    for (int i = 0; i < size; i++) {
      rules.add(rule("r" + i));
    }
    return rules;
  }

  private DeviceRule rule(String name) {
    boolean major = random.nextInt(5) > 0;
    boolean minor = major && random.nextInt(3) > 0;
    var access = EnumSet.noneOf(DeviceAccess.class);
    access.add(one(DeviceAccess.values()));
    access.add(one(DeviceAccess.values()));
    return new DeviceRule(
        name,
        random.nextInt(3) > 0 ? DeviceAction.DENY : DeviceAction.ALLOW,
        random.nextInt(3) > 0 ? DeviceType.CHARACTER : DeviceType.BLOCK,
        major ? OptionalInt.of(MAJORS[random.nextInt(MAJORS.length)]) : OptionalInt.empty(),
        minor ? OptionalInt.of(MINORS[random.nextInt(MINORS.length)]) : OptionalInt.empty(),
        access);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Every major that a rule may name, and one that none does. */
  static Set<Integer> majors() {
    return withNeighbours(MAJORS, DeviceNumbers.MAX_MAJOR);
  }

  static Set<Integer> minors() {
    return withNeighbours(MINORS, DeviceNumbers.MAX_MINOR);
  }

  private static Set<Integer> withNeighbours(int[] numbers, int max) {
    var all = new TreeSet<Integer>();
    for (int number : numbers) {
      all.add(number);
      all.add(Math.min(number + 1, max));
    }
    return all;
  }

  /** What may not be done with a device: each rule is asked. */
  static Set<DeviceAccess> denied(List<DeviceRule> rules, DeviceType type, int major, int minor) {
    var denied = EnumSet.noneOf(DeviceAccess.class);
    if (isOfEveryContainer(type, major, minor)) {
      return denied;
    }
    var allowed = EnumSet.noneOf(DeviceAccess.class);
    boolean allowList = false;
    for (DeviceRule rule : rules) {
      allowList |= rule.action() == DeviceAction.ALLOW;
      if (rule.type() == type
          && (rule.major().isEmpty() || rule.major().getAsInt() == major)
          && (rule.minor().isEmpty() || rule.minor().getAsInt() == minor)) {
        (rule.action() == DeviceAction.DENY ? denied : allowed).addAll(rule.access());
      }
    }
    if (allowList) {
      denied.addAll(EnumSet.complementOf(allowed));
    }
    return denied;
  }

  private static boolean isOfEveryContainer(DeviceType type, int major, int minor) {
    return type == DeviceType.CHARACTER
        && switch (major) {
          case 1 -> Set.of(3, 5, 7, 8, 9).contains(minor);
          case 5 -> minor == 0 || minor == 2;
          case 136 -> true;
          default -> false;
        };
  }
}
