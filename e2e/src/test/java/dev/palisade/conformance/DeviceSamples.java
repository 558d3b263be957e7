package dev.palisade.conformance;

import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random rules about few numbers, so that they meet, and the questions about these numbers and
 * their neighbours.
 */
final class DeviceSamples {
  /** The edges of what numbers can be, majors of the minimum, and of devices that nodes have. */
  private static final List<Integer> MAJORS = List.of(0, 1, 5, 8, 10, 136, 253, 4095);

  private static final List<Integer> MINORS = List.of(0, 1, 2, 3, 5, 9, 200, 255, 256, 1_048_575);

  private static final List<Set<DeviceAccess>> REQUESTS =
      List.of(
          Set.of(DeviceAccess.READ),
          Set.of(DeviceAccess.WRITE),
          Set.of(DeviceAccess.READ, DeviceAccess.WRITE),
          Set.of(DeviceAccess.MKNOD));

  /**
   * For local use (Documentation/admin-guide/devices.txt): no driver has such a number for good,
   * and one that takes any free number may.
   */
  private static final List<Integer> LOCAL =
      Stream.of(IntStream.rangeClosed(240, 254), IntStream.rangeClosed(120, 127))
          .flatMap(IntStream::boxed)
          .toList();

  /** Of the memory driver: to open them and close them again does nothing. */
  private static final Set<Integer> HARMLESS_MEMORY = Set.of(3, 5, 7, 8, 9);

  /** No rule names it. */
  private static final int OTHER_MAJOR = 2000;

  private static final int OTHER_MINOR = 7;

  private static final int MOST_RULES = 9;

  private final Random random;

  /** Of each type a number that no driver of this kernel has. */
  private final Map<DeviceType, Integer> unused = new EnumMap<>(DeviceType.class);

  DeviceSamples(Random random) throws IOException {
    this.random = random;
    String devices = Files.readString(Path.of("/proc/devices"));
    int block = devices.indexOf("Block devices:");
    unused.put(DeviceType.CHARACTER, unused(devices.substring(0, block)));
    unused.put(DeviceType.BLOCK, unused(devices.substring(block)));
  }

  private static int unused(String drivers) {
    return LOCAL.stream()
        .filter(major -> drivers.lines().noneMatch(l -> l.strip().startsWith(major + " ")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no major number is free:\n" + drivers));
  }

  /** As the policy module's reader lets them pass. */
  List<DeviceRule> rules() {
    List<Integer> majors = some(Stream.concat(MAJORS.stream(), unused.values().stream()), 4);
    List<Integer> minors = some(MINORS.stream(), 4);
    boolean mayAllow = random.nextBoolean();
    return Stream.generate(() -> rule(majors, minors, mayAllow))
        .filter(DeviceSamples::isAccepted)
        .limit(1 + random.nextInt(MOST_RULES))
        .toList();
  }

  /** Each about a major of its own: nothing makes a longer program of as many rules. */
  List<DeviceRule> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new DeviceRule(
                "r" + i,
                DeviceAction.DENY,
                i % 2 == 0 ? DeviceType.BLOCK : DeviceType.CHARACTER,
                OptionalInt.of(1000 + i),
                OptionalInt.of(random.nextInt(1 << 20)),
                access()))
        .toList();
  }

  private DeviceRule rule(List<Integer> majors, List<Integer> minors, boolean mayAllow) {
    int numbers = random.nextInt(5);
    return new DeviceRule(
        "r" + random.nextInt(Integer.MAX_VALUE),
        mayAllow && random.nextBoolean() ? DeviceAction.ALLOW : DeviceAction.DENY,
        random.nextBoolean() ? DeviceType.BLOCK : DeviceType.CHARACTER,
        numbers > 0 ? OptionalInt.of(one(majors)) : OptionalInt.empty(),
        numbers > 2 ? OptionalInt.of(one(minors)) : OptionalInt.empty(),
        access());
  }

  /** A rule that denies just what every container has is refused, and 0:0 cannot be asked about. */
  private static boolean isAccepted(DeviceRule rule) {
    if (rule.major().orElse(-1) == 0 && rule.minor().orElse(-1) == 0) {
      return false;
    }
    return rule.action() == DeviceAction.ALLOW
        || rule.major().isEmpty()
        || !NaiveDevices.everyContainerHas(
            rule.type(), rule.major().getAsInt(), rule.minor().orElse(-1));
  }

  private Set<DeviceAccess> access() {
    var access = new HashSet<DeviceAccess>();
    while (access.isEmpty()) {
      for (DeviceAccess a : DeviceAccess.values()) {
        if (random.nextBoolean()) {
          access.add(a);
        }
      }
    }
    return access;
  }

  /** About every pair of the numbers, those that no rule names too, of both types. */
  List<DeviceQuestion> questions(List<DeviceRule> rules) {
    var majors = new TreeSet<Integer>(unused.values());
    majors.addAll(List.of(1, 5, 136, OTHER_MAJOR));
    var minors = new TreeSet<Integer>(List.of(0, 2, 3, OTHER_MINOR));
    rules.forEach(r -> {
      r.major().ifPresent(majors::add);
      r.minor().ifPresent(minors::add);
    });
    var questions = new ArrayList<DeviceQuestion>();
    for (DeviceType type : DeviceType.values()) {
      for (int major : majors) {
        for (int minor : minors) {
          // To the kernel 0:0 is no device, and no cgroup's (include/linux/device_cgroup.h).
          if (major + minor > 0) {
            REQUESTS.forEach(
                access -> questions.add(new DeviceQuestion(type, major, minor, access, false)));
            opening(type, major, minor).forEach(questions::add);
          }
        }
      }
    }
    return questions;
  }

  private Stream<DeviceQuestion> opening(DeviceType type, int major, int minor) {
    boolean harmless =
        (type == DeviceType.CHARACTER && major == 1 && HARMLESS_MEMORY.contains(minor))
            || (major == unused.get(type) && minor == 0);
    return REQUESTS.stream()
        .filter(access -> harmless && !access.contains(DeviceAccess.MKNOD))
        .map(access -> new DeviceQuestion(type, major, minor, access, true));
  }

  private List<Integer> some(Stream<Integer> all, int count) {
    var list = new ArrayList<>(all.distinct().toList());
    Collections.shuffle(list, random);
    return list.subList(0, count);
  }

  private int one(List<Integer> numbers) {
    return numbers.get(random.nextInt(numbers.size()));
  }
}
