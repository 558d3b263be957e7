package dev.palisade.policy.meaning;

import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceNumbers;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import dev.palisade.policy.device.RuntimeDevices;
import dev.palisade.policy.meaning.Change.Kind;
import dev.palisade.policy.meaning.Question.UseDevice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What two policies' device programs answer differently. Of all devices that rules do not tell
 * apart, one is asked about.
 */
public final class DeviceChanges {
  private final DeviceMeaning before;
  private final DeviceMeaning after;
  private final SortedSet<DeviceNumbers> named;

  /** Who makes it; without a rule it is that there is an allow list. */
  private record Maker(Kind kind, Optional<DeviceRule> rule, boolean isNew) {}

  /** What changes of one access, and what does not of these. */
  private record Part(List<DeviceNumbers> devices, List<DeviceNumbers> others) {}

  private final Map<Maker, Map<DeviceAccess, Set<DeviceNumbers>>> changed = new LinkedHashMap<>();

  private DeviceChanges(DeviceMeaning before, DeviceMeaning after) {
    this.before = before;
    this.after = after;
    this.named = named(before, after);
  }

  public static List<RuleChange> between(DeviceMeaning before, DeviceMeaning after) {
    return before.table().said().equals(after.table().said())
        ? List.of()
        : new DeviceChanges(before, after).all();
  }

  private List<RuleChange> all() {
    for (DeviceNumbers devices : named) {
      for (DeviceAccess access : DeviceAccess.values()) {
        compare(devices, access);
      }
    }
    return changed.entrySet().stream().flatMap(e -> said(e.getKey(), e.getValue())).toList();
  }

  /** What rules and the minimum name, and the wider ones around these. */
  private static SortedSet<DeviceNumbers> named(DeviceMeaning before, DeviceMeaning after) {
    var named = new TreeSet<DeviceNumbers>();
    for (DeviceType type : DeviceType.values()) {
      named.add(DeviceNumbers.all(type));
    }
    RuntimeDevices.MINIMUM.forEach(d -> named.add(d.numbers()));
    before.rules().forEach(r -> named.add(r.devices()));
    after.rules().forEach(r -> named.add(r.devices()));
    List.copyOf(named).forEach(n -> wider(n).ifPresent(named::add));
    return named;
  }

  /** One of these that is named by no narrower numbers. Rules are too few to name all there are. */
  private DeviceNumbers one(DeviceNumbers devices) {
    if (devices.minor().isPresent()) {
      return devices;
    }
    DeviceType type = devices.type();
    int major =
        devices.major().isPresent()
            ? devices.major().getAsInt()
            : first(1, m -> !named.contains(DeviceNumbers.all(type, m)));
    return DeviceNumbers.one(
        type, major, first(0, m -> !named.contains(DeviceNumbers.one(type, major, m))));
  }

  private static int first(int from, IntPredicate isFree) {
    return IntStream.iterate(from, n -> n + 1).filter(isFree).findFirst().getAsInt();
  }

  private UseDevice question(DeviceNumbers devices, DeviceAccess access) {
    return new UseDevice(one(devices), Set.of(access));
  }

  private void compare(DeviceNumbers devices, DeviceAccess access) {
    UseDevice asked = question(devices, access);
    boolean was = before.allows(asked);
    if (was == after.allows(asked)) {
      return;
    }
    Kind kind = was ? Kind.NARROWER : Kind.WIDER;
    DeviceMeaning looser = was ? before : after;
    DeviceMeaning stricter = was ? after : before;
    List<DeviceRule> denying = stricter.speaking(DeviceAction.DENY, asked);
    // What is denied for want of a rule that allows it: it was there, or there was no need of one.
    List<DeviceRule> making =
        denying.isEmpty() ? looser.speaking(DeviceAction.ALLOW, asked) : denying;
    boolean isNew = was != (denying.isEmpty() && !making.isEmpty());
    Stream<Optional<DeviceRule>> makers =
        making.isEmpty() ? Stream.of(Optional.empty()) : making.stream().map(Optional::of);
    makers.forEach(rule ->
        changed
            .computeIfAbsent(new Maker(kind, rule, isNew), k -> new EnumMap<>(DeviceAccess.class))
            .computeIfAbsent(access, k -> new TreeSet<>())
            .add(devices));
  }

  /** Accesses of which the same changes are said together. */
  private Stream<RuleChange> said(Maker maker, Map<DeviceAccess, Set<DeviceNumbers>> changes) {
    if (maker.rule().isEmpty()) {
      DeviceAccess first = changes.keySet().iterator().next();
      return Stream.of(
          change(maker, DeviceRule.LIST, DeviceMeaning.rest(), first, changes.get(first)));
    }
    DeviceRule rule = maker.rule().get();
    Map<Part, Set<DeviceAccess>> parts = new LinkedHashMap<>();
    changes.forEach((access, devices) ->
        parts
            .computeIfAbsent(part(rule, devices), k -> EnumSet.noneOf(DeviceAccess.class))
            .add(access));
    return parts.entrySet().stream()
        .map(e -> {
          Part part = e.getKey();
          DeviceAccess first = e.getValue().iterator().next();
          return change(
              maker,
              rule.origin(),
              Wording.of(e.getValue(), rule, part.devices(), part.others()),
              first,
              changes.get(first));
        });
  }

  private RuleChange change(
      Maker maker, String rule, String what, DeviceAccess access, Set<DeviceNumbers> changed) {
    UseDevice witness = question(changed.iterator().next(), access);
    return new RuleChange(
        maker.kind(), rule, maker.isNew(), what, String.join(" ", Wording.of(witness)));
  }

  /** The devices of a rule that change, and those among them that do not, each by its edge. */
  private Part part(DeviceRule rule, Set<DeviceNumbers> changes) {
    var part = new Part(new ArrayList<>(), new ArrayList<>());
    for (DeviceNumbers devices : named) {
      boolean isChanged = changes.contains(devices);
      if (rule.devices().contains(devices)
          && isChanged != wider(devices).filter(changes::contains).isPresent()
          && RuntimeDevices.of(devices).isEmpty()) {
        (isChanged ? part.devices() : part.others()).add(devices);
      }
    }
    return part;
  }

  private static Optional<DeviceNumbers> wider(DeviceNumbers devices) {
    if (devices.major().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        devices.minor().isEmpty()
            ? DeviceNumbers.all(devices.type())
            : DeviceNumbers.all(devices.type(), devices.major().getAsInt()));
  }
}
