package dev.palisade.policy.meaning;

import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.Policy;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceTable;
import dev.palisade.policy.device.RuntimeDevices;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Answer.Source;
import dev.palisade.policy.meaning.Question.UseDevice;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a policy's device program does, for all containers of a pod alike, and by which rule. The
 * table says what, the rules say why.
 */
public final class DeviceMeaning {
  /** Stands for the devices of every container, where the name of a rule stands. */
  public static final String MINIMUM = "minimum";

  private static final Ground NOT_HELD =
      new Ground(Source.NOTHING, "", "rules about devices are not held in mode Complain");

  private static final Ground UNSAID =
      new Ground(Source.NOTHING, "", "no rule is about it; it is as the runtime has it");

  private final List<DeviceRule> rules;
  private final DeviceTable table;
  private final boolean isIdle;

  private DeviceMeaning(List<DeviceRule> rules, boolean isIdle) {
    this.rules = List.copyOf(rules);
    this.table = DeviceTable.of(rules);
    this.isIdle = isIdle;
  }

  public static DeviceMeaning of(Policy policy) {
    boolean isIdle = policy.enforcedDevices().isEmpty() && !policy.devices().isEmpty();
    return new DeviceMeaning(policy.heldDevices(), isIdle);
  }

  /** Of rules that are held. */
  static DeviceMeaning of(List<DeviceRule> rules) {
    return new DeviceMeaning(rules, false);
  }

  /** Those that are held. */
  public List<DeviceRule> rules() {
    return rules;
  }

  /** Whether the policy has rules, and the mode is one that does not hold them. */
  public boolean isIdle() {
    return isIdle;
  }

  /** Whether what no rule allows is denied. */
  public boolean isListed() {
    return rules.stream().anyMatch(r -> r.action() == DeviceAction.ALLOW);
  }

  DeviceTable table() {
    return table;
  }

  /** Denials make no record. */
  Answer answer(UseDevice asked) {
    boolean allowed = allows(asked);
    List<DeviceRule> deciding = speaking(allowed ? DeviceAction.ALLOW : DeviceAction.DENY, asked);
    Optional<Ground> minimum = rules.isEmpty() ? Optional.empty() : minimum(asked);
    List<Ground> grounds =
        minimum
            .map(List::of)
            .orElseGet(() -> deciding.stream().map(DeviceMeaning::ground).toList());
    return new Answer(
        allowed, false, grounds.isEmpty() ? List.of(allowed ? unsaid() : Ground.NOTHING) : grounds);
  }

  boolean allows(UseDevice asked) {
    Set<DeviceAccess> denied =
        table.denied(
            asked.device().type(),
            asked.device().major().getAsInt(),
            asked.device().minor().getAsInt());
    return Collections.disjoint(denied, asked.access());
  }

  /** Rules that do this with some of what is asked. */
  List<DeviceRule> speaking(DeviceAction action, UseDevice asked) {
    return rules.stream()
        .filter(r -> r.action() == action && r.devices().contains(asked.device()))
        .filter(r -> !Collections.disjoint(r.access(), asked.access()))
        .toList();
  }

  private Ground unsaid() {
    return isIdle ? NOT_HELD : UNSAID;
  }

  private static Optional<Ground> minimum(UseDevice asked) {
    return RuntimeDevices.of(asked.device())
        .map(d -> new Ground(Source.RUNTIME, MINIMUM, "every container has " + d.path()));
  }

  private static Ground ground(DeviceRule rule) {
    return new Ground(
        ClusterRules.isOrigin(rule.origin()) ? Source.CLUSTER : Source.POLICY,
        rule.origin(),
        rule.action().word().toLowerCase(Locale.ROOT) + " " + Wording.of(rule));
  }

  /** What no rule takes away, to stand behind "may". */
  public static String minimum() {
    return RuntimeDevices.MINIMUM.stream()
        .map(RuntimeDevices.Device::path)
        .collect(Collectors.joining(", ", "use ", ", which every container has"));
  }

  /** What an allow list takes away, to stand behind "may not". */
  public static String rest() {
    return "use any device that no rule allows, but " + Wording.MINIMUM;
  }
}
