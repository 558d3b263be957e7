package dev.palisade.compile;

import dev.palisade.api.v1alpha1.DeviceAccess;
import dev.palisade.api.v1alpha1.DeviceAction;
import dev.palisade.api.v1alpha1.DeviceRule;
import dev.palisade.api.v1alpha1.DeviceType;
import dev.palisade.policy.device.DeviceTable;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Rules about devices as a revision carries them, of which a helper makes the program. */
final class StoredDevices {
  private StoredDevices() {}

  /** By name, in whatever order they were written; null where they deny nothing. */
  static List<DeviceRule> of(List<dev.palisade.policy.device.DeviceRule> rules) {
    return DeviceTable.of(rules).isEmpty()
        ? null
        : rules.stream()
            .sorted(Comparator.comparing(dev.palisade.policy.device.DeviceRule::name))
            .map(StoredDevices::stored)
            .toList();
  }

  private static DeviceRule stored(dev.palisade.policy.device.DeviceRule rule) {
    var stored = new DeviceRule();
    stored.name = rule.name();
    stored.action = DeviceAction.valueOf(rule.action().word());
    stored.type = DeviceType.valueOf(rule.type().word());
    stored.major = orNull(rule.major());
    stored.minor = orNull(rule.minor());
    stored.access = rule.access().stream().map(a -> DeviceAccess.valueOf(a.word())).toList();
    return stored;
  }

  private static Integer orNull(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
