package dev.palisade.policy.device;

import static dev.palisade.policy.device.DeviceAccess.ALL;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What rules about devices come to. A request asks for one device and some access, and fails if any
 * of it is denied. What the rules do not deny is as the runtime has it.
 *
 * <p>In the table is a cell for devices where what is denied differs from what is denied of the
 * wider devices around them. So two tables have the same cells exactly if they mean the same.
 */
public final class DeviceTable {
  /** What is denied, in bits of {@link DeviceAccess}. */
  private final SortedMap<DeviceNumbers, Integer> cells;

  private DeviceTable(SortedMap<DeviceNumbers, Integer> cells) {
    this.cells = cells;
  }

  /** Of rules in any order; of none it denies nothing. */
  public static DeviceTable of(List<DeviceRule> rules) {
    var said = new Said(rules);
    var named = new TreeSet<DeviceNumbers>();
    for (DeviceType type : DeviceType.values()) {
      named.add(DeviceNumbers.all(type));
    }
    RuntimeDevices.MINIMUM.forEach(d -> addWithMajor(d.numbers(), named));
    rules.forEach(r -> addWithMajor(r.devices(), named));
    var cells = new TreeMap<DeviceNumbers, Integer>();
    for (DeviceNumbers devices : named) {
      int around = devices.major().isEmpty() ? 0 : said.denied(wider(devices));
      int denied = said.denied(devices);
      if (denied != around) {
        cells.put(devices, denied);
      }
    }
    return new DeviceTable(cells);
  }

  /** An own cell for a device is beside one for the others of its major. */
  private static void addWithMajor(DeviceNumbers devices, Set<DeviceNumbers> named) {
    named.add(devices);
    if (devices.minor().isPresent()) {
      named.add(wider(devices));
    }
  }

  /** All of its major, or of its type. */
  private static DeviceNumbers wider(DeviceNumbers devices) {
    return devices.minor().isPresent()
        ? new DeviceNumbers(devices.type(), devices.major(), OptionalInt.empty())
        : DeviceNumbers.all(devices.type());
  }

  /** Whether it denies nothing. */
  public boolean isEmpty() {
    return cells.isEmpty();
  }

  /** What may not be done with a device. */
  public Set<DeviceAccess> denied(DeviceType type, int major, int minor) {
    return DeviceAccess.of(bits(DeviceNumbers.one(type, major, minor)));
  }

  /** The same in bits, of devices that no narrower cell is about. */
  int bits(DeviceNumbers devices) {
    Integer bits = cells.get(devices);
    if (bits != null) {
      return bits;
    }
    return devices.major().isEmpty() ? 0 : bits(wider(devices));
  }

  /** The majors that narrower cells are about, and in bits what is denied of each such minor. */
  SortedMap<Integer, SortedMap<Integer, Integer>> byMajor(DeviceType type) {
    var majors = new TreeMap<Integer, SortedMap<Integer, Integer>>();
    cells.forEach((devices, bits) -> {
      if (devices.type() == type && devices.major().isPresent()) {
        SortedMap<Integer, Integer> minors =
            majors.computeIfAbsent(devices.major().getAsInt(), m -> new TreeMap<>());
        devices.minor().ifPresent(minor -> minors.put(minor, bits));
      }
    });
    return majors;
  }

  /**
   * What it denies in words, a line for each cell, as {@code Character 10:* Read+Write} or {@code
   * Character 1:3 -}. Two tables say the same exactly if they mean the same. Hashes of revisions
   * are made of these lines: a word that changes restarts workloads (I11).
   */
  public SortedSet<String> said() {
    var said = new TreeSet<String>();
    cells.forEach((devices, bits) -> said.add(devices + " " + words(bits)));
    return said;
  }

  private static String words(int bits) {
    return bits == 0
        ? "-"
        : DeviceAccess.of(bits).stream().map(DeviceAccess::word).collect(Collectors.joining("+"));
  }

  /** Rules by what they are about. */
  private static final class Said {
    private final Map<DeviceNumbers, Integer> denies = new HashMap<>();
    private final Map<DeviceNumbers, Integer> allows = new HashMap<>();

    Said(List<DeviceRule> rules) {
      for (DeviceRule rule : rules) {
        (rule.action() == DeviceAction.DENY ? denies : allows)
            .merge(rule.devices(), DeviceAccess.bits(rule.access()), (a, b) -> a | b);
      }
    }

    /** In bits, of devices that no rule names more narrowly. */
    int denied(DeviceNumbers devices) {
      if (RuntimeDevices.of(devices).isPresent()) {
        return 0;
      }
      int notAllowed = allows.isEmpty() ? 0 : ALL & ~about(devices, allows);
      return notAllowed | about(devices, denies);
    }

    /** What rules say of all of them, by their own numbers or wider ones. */
    private static int about(DeviceNumbers devices, Map<DeviceNumbers, Integer> rules) {
      int own = rules.getOrDefault(devices, 0);
      return devices.major().isEmpty() ? own : own | about(wider(devices), rules);
    }
  }
}
