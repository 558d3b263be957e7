package dev.palisade.conformance;

import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import java.util.List;
import java.util.Set;

/**
 * What rules about devices mean, by reading all of them for each question: the sentences of the
 * guide and no more. Shares no code with the policy module's table.
 */
final class NaiveDevices {
  private static final Set<String> EVERY_CONTAINER_HAS =
      Set.of("1:3", "1:5", "1:7", "1:8", "1:9", "5:0", "5:2");

  /** All of its minors: the terminals of /dev/pts. */
  private static final int PTS = 136;

  private NaiveDevices() {}

  /** A request fails if some of what it asks for is denied. */
  static boolean isDenied(List<DeviceRule> rules, DeviceQuestion asked) {
    return asked.access().stream().anyMatch(access -> isDenied(rules, asked, access));
  }

  private static boolean isDenied(
      List<DeviceRule> rules, DeviceQuestion asked, DeviceAccess access) {
    if (everyContainerHas(asked.type(), asked.major(), asked.minor())) {
      return false;
    }
    boolean isList = false;
    boolean isListed = false;
    for (DeviceRule rule : rules) {
      boolean isAbout = rule.access().contains(access) && names(rule, asked);
      switch (rule.action()) {
        case DENY -> {
          if (isAbout) {
            return true;
          }
        }
        case ALLOW -> {
          isList = true;
          isListed |= isAbout;
        }
      }
    }
    return isList && !isListed;
  }

  private static boolean names(DeviceRule rule, DeviceQuestion asked) {
    return rule.type() == asked.type()
        && (rule.major().isEmpty() || rule.major().getAsInt() == asked.major())
        && (rule.minor().isEmpty() || rule.minor().getAsInt() == asked.minor());
  }

  static boolean everyContainerHas(DeviceType type, int major, int minor) {
    return type == DeviceType.CHARACTER
        && (major == PTS || EVERY_CONTAINER_HAS.contains(major + ":" + minor));
  }
}
