package dev.palisade.policy.meaning;

import dev.palisade.policy.Policy;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.RuntimeDevices;
import dev.palisade.policy.meaning.Finding.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules about devices that do nothing. They are a policy's, not a container's. */
public final class DeviceLint {
  private DeviceLint() {}

  /** In mode Complain the rules are looked at as Enforce would hold them. */
  public static List<Finding> of(Policy policy) {
    var findings = new ArrayList<Finding>();
    if (DeviceMeaning.of(policy).isIdle()) {
      findings.add(
          warning(
              DeviceRule.LIST,
              "rules about devices do nothing in mode Complain: the kernel reports nothing of what they would deny; mode Enforce holds them"));
    }
    List<DeviceRule> rules = policy.devices();
    for (int i = 0; i < rules.size(); i++) {
      DeviceRule rule = rules.get(i);
      idle(rule, rules.subList(0, i), rules.subList(i + 1, rules.size()))
          .ifPresent(m -> findings.add(warning(rule.origin(), m)));
    }
    return List.copyOf(findings);
  }

  private static Finding warning(String rule, String message) {
    return new Finding(Severity.WARNING, rule, message);
  }

  private static Optional<String> idle(
      DeviceRule rule, List<DeviceRule> earlier, List<DeviceRule> later) {
    List<DeviceRule> others = Stream.concat(earlier.stream(), later.stream()).toList();
    return vain(rule, others)
        .map(by -> "allows \"%s\" in vain: %s denies all of it".formatted(Wording.of(rule), by))
        .or(() ->
            needless(rule, earlier, later)
                .map(why -> "changes nothing about \"%s\": %s".formatted(Wording.of(rule), why)));
  }

  /** What denies all that a rule allows, but for what every container has. */
  private static Optional<String> vain(DeviceRule rule, List<DeviceRule> others) {
    return rule.action() == DeviceAction.DENY || isMinimum(rule)
        ? Optional.empty()
        : others.stream()
            .filter(o -> o.action() == DeviceAction.DENY && covers(o, rule))
            .findFirst()
            .map(DeviceRule::origin);
  }

  /** Of two that say the same, the later one is. */
  private static Optional<String> needless(
      DeviceRule rule, List<DeviceRule> earlier, List<DeviceRule> later) {
    List<DeviceRule> allows =
        Stream.concat(earlier.stream(), later.stream())
            .filter(o -> o.action() == DeviceAction.ALLOW)
            .toList();
    // One rule that allows, whatever it names, takes away all else.
    if (allows.isEmpty()) {
      return rule.action() == DeviceAction.DENY ? covering(rule, earlier, later) : Optional.empty();
    }
    if (rule.action() == DeviceAction.DENY && allows.stream().noneMatch(a -> meets(a, rule))) {
      return Optional.of("no rule allows any of it");
    }
    return isMinimum(rule) ? Optional.of("every container has it") : covering(rule, earlier, later);
  }

  private static Optional<String> covering(
      DeviceRule rule, List<DeviceRule> earlier, List<DeviceRule> later) {
    return Stream.concat(
            earlier.stream().filter(o -> covers(o, rule)),
            later.stream().filter(o -> covers(o, rule) && !covers(rule, o)))
        .filter(o -> o.action() == rule.action())
        .findFirst()
        .map(o -> "%s says so already (%s)".formatted(o.origin(), Wording.of(o)));
  }

  private static boolean isMinimum(DeviceRule rule) {
    return RuntimeDevices.of(rule.devices()).isPresent();
  }

  private static boolean covers(DeviceRule one, DeviceRule other) {
    return one.devices().contains(other.devices()) && one.access().containsAll(other.access());
  }

  private static boolean meets(DeviceRule one, DeviceRule other) {
    return (one.devices().contains(other.devices()) || other.devices().contains(one.devices()))
        && !Collections.disjoint(one.access(), other.access());
  }
}
