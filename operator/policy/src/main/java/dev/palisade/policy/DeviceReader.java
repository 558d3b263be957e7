package dev.palisade.policy;

import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceNumbers;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import dev.palisade.policy.device.RuntimeDevices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads rules about devices. */
final class DeviceReader {
  /** As the CRD has it; a program of so many has some 3,000 instructions at most. */
  private static final int MAX_RULES = 1000;

  /** The same of a ClusterSecurityPolicy: a revision keeps up to 32 of them. */
  private static final int MAX_RULES_OF_CLUSTER = 100;

  private static final String AT = "spec.devices";

  /** Of numbers that are compared with a limit; more are above every limit. */
  private static final int MAX_DIGITS = 9;

  private DeviceReader() {}

  /**
   * Reads all of them; never throws for what the drafts say.
   *
   * @param problems gets what is wrong; such a rule is left out
   */
  static List<DeviceRule> read(List<Draft.Rule> drafts, List<Problem> problems) {
    return read(drafts, MAX_RULES, problems);
  }

  /** The same of a ClusterSecurityPolicy, whose rules all deny. */
  static List<DeviceRule> ofCluster(List<Draft.Rule> drafts, List<Problem> problems) {
    List<DeviceRule> rules = read(drafts, MAX_RULES_OF_CLUSTER, problems);
    for (int i = 0; i < drafts.size(); i++) {
      if (drafts.get(i).action().equals(DeviceAction.ALLOW.word())) {
        problems.add(
            Problem.error("%s[%d].action".formatted(AT, i), ClusterReader.ONLY_TAKES_AWAY));
      }
    }
    return rules;
  }

  private static List<DeviceRule> read(List<Draft.Rule> drafts, int most, List<Problem> problems) {
    if (drafts.size() > most) {
      problems.add(
          Problem.error(
              AT,
              "%d rules; write at most %d, without minor for all devices of a major number"
                  .formatted(drafts.size(), most)));
    }
    Set<String> seen = new HashSet<>();
    var rules = new ArrayList<DeviceRule>();
    for (int i = 0; i < drafts.size(); i++) {
      var fields = new RuleFields("%s[%d]".formatted(AT, i), drafts.get(i), new ArrayList<>());
      fields.checkName(seen);
      rule(fields).ifPresent(rules::add);
      problems.addAll(fields.problems());
    }
    return List.copyOf(rules);
  }

  private static Optional<DeviceRule> rule(RuleFields fields) {
    DeviceAction action = fields.action(DeviceAction.class);
    DeviceType type = fields.oneWord("type", DeviceType.class);
    OptionalInt major = number(fields, "major", DeviceNumbers.MAX_MAJOR);
    OptionalInt minor = number(fields, "minor", DeviceNumbers.MAX_MINOR);
    if (!fields.texts("minor").isEmpty() && fields.texts("major").isEmpty()) {
      fields.error(
          "minor", "a minor number says nothing without its major; add major, or leave minor out");
    }
    Set<DeviceAccess> access =
        fields.someWords("access", DeviceAccess.class, "one of Read, Write and Mknod, or several");
    if (!fields.problems().isEmpty()) {
      return Optional.empty();
    }
    var rule = new DeviceRule(fields.name(), action, type, major, minor, access);
    return isOfTheMinimum(fields, rule) ? Optional.empty() : Optional.of(rule);
  }

  /**
   * A rule that names more than such a device leaves it alone; one that names just it is a mistake.
   */
  private static boolean isOfTheMinimum(RuleFields fields, DeviceRule rule) {
    Optional<RuntimeDevices.Device> needed =
        rule.action() == DeviceAction.DENY ? RuntimeDevices.of(rule.devices()) : Optional.empty();
    needed.ifPresent(device ->
        fields.error(
            "major",
            "denies %s (%s), which every container needs; leave the rule out"
                .formatted(device.path(), device.numbers())));
    return needed.isPresent();
  }

  private static OptionalInt number(RuleFields fields, String field, int max) {
    if (fields.texts(field).isEmpty()) {
      return OptionalInt.empty();
    }
    String text = fields.texts(field).getFirst();
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && Integer.parseInt(text) <= max) {
      return OptionalInt.of(Integer.parseInt(text));
    }
    fields.error(
        field,
        "%s is no %s number; write one from 0 to %d, or leave %s out for all"
            .formatted(Quoted.of(text), field, max, field));
    return OptionalInt.empty();
  }
}
