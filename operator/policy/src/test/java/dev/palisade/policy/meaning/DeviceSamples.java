package dev.palisade.policy.meaning;

import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Policy;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceNumbers;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import dev.palisade.policy.meaning.Question.UseDevice;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Rules about devices, written in a line or random ones over few devices. */
final class DeviceSamples {
  private static final List<Integer> MAJORS = List.of(1, 8, 10, 136);
  private static final int MINORS = 5;

  private final Random random;

  DeviceSamples(int seed) {
    this.random = new Random(seed);
  }

  /** As {@code no-disks Deny Block 8:* Read,Write}. */
  static DeviceRule rule(String line) {
    String[] words = line.split(" ", -1);
    String[] numbers = words[3].split(":", -1);
    var access = EnumSet.noneOf(DeviceAccess.class);
    Arrays.stream(words[4].split(",", -1)).forEach(w -> access.add(DeviceAccess.valueOf(upper(w))));
    return new DeviceRule(
        words[0],
        DeviceAction.valueOf(upper(words[1])),
        DeviceType.valueOf(upper(words[2])),
        number(numbers[0]),
        number(numbers[1]),
        access);
  }

  static List<DeviceRule> rules(String... lines) {
    return Arrays.stream(lines).map(DeviceSamples::rule).toList();
  }

  static Policy policy(Mode mode, List<DeviceRule> devices) {
    Policy policy = new DraftBuilder().policy();
    return new Policy(
        policy.namespace(),
        policy.name(),
        mode,
        policy.defaultContainer(),
        policy.containers(),
        devices);
  }

  /** Such that a reader takes: none denies what every container has by its numbers. */
  List<DeviceRule> rules() {
    return IntStream.range(0, 1 + random.nextInt(5)).mapToObj(i -> rule(i)).toList();
  }

  private DeviceRule rule(int index) {
    int major = any(MAJORS);
    boolean all = random.nextInt(4) == 0;
    boolean denies = random.nextInt(3) > 0;
    boolean refused = denies && major == 136;
    return new DeviceRule(
        "r" + index,
        denies ? DeviceAction.DENY : DeviceAction.ALLOW,
        any(List.of(DeviceType.values())),
        all || refused ? OptionalInt.empty() : OptionalInt.of(major),
        all || refused || major == 1 || random.nextBoolean()
            ? OptionalInt.empty()
            : OptionalInt.of(random.nextInt(MINORS)),
        access());
  }

  UseDevice question() {
    return new UseDevice(
        DeviceNumbers.one(
            any(List.of(DeviceType.values())),
            random.nextBoolean() ? any(MAJORS) : random.nextInt(12),
            random.nextInt(MINORS + 2)),
        access());
  }

  private Set<DeviceAccess> access() {
    var access = EnumSet.of(any(List.of(DeviceAccess.values())));
    access.add(any(List.of(DeviceAccess.values())));
    return access;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static OptionalInt number(String word) {
    return word.equals("*") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(word));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
