package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A policy of one pod level, to be bent by a test. */
public final class DraftBuilder {
  String namespace = "shop";
  String name = "checkout";
  String mode = "Enforce";
  String base = "RuntimeDefault";
  final List<String> presets = new ArrayList<>();
  final Map<RuleList, List<Draft.Rule>> rules = new EnumMap<>(RuleList.class);
  Optional<Draft.Capabilities> capabilities = Optional.empty();
  String secretMounts = "";
  final List<Draft.Container> containers = new ArrayList<>();
  final List<Draft.Rule> devices = new ArrayList<>();

  public static Draft.Rule write(String name, String... paths) {
    return file(name, List.of("Write"), paths);
  }

  public static Draft.Rule file(String name, List<String> access, String... paths) {
    return new Draft.Rule(name, "Deny", Map.of("paths", List.of(paths), "access", access));
  }

  public static Draft.Rule run(String name, String... paths) {
    return new Draft.Rule(name, "Deny", Map.of("paths", List.of(paths)));
  }

  public static Draft.Rule allow(Draft.Rule rule) {
    return new Draft.Rule(rule.name(), "Allow", rule.fields());
  }

  public static Draft.Rule audit(Draft.Rule rule) {
    return new Draft.Rule(rule.name(), "Audit", rule.fields());
  }

  public DraftBuilder mode(String mode) {
    this.mode = mode;
    return this;
  }

  public DraftBuilder files(Draft.Rule... rules) {
    return rules(RuleList.FILES, rules);
  }

  public DraftBuilder executables(Draft.Rule... rules) {
    return rules(RuleList.EXECUTABLES, rules);
  }

  /** A denial. */
  public DraftBuilder rule(RuleList list, String name, Map<String, List<String>> fields) {
    return rules(list, new Draft.Rule(name, "Deny", fields));
  }

  public DraftBuilder rules(RuleList list, Draft.Rule... more) {
    rules.computeIfAbsent(list, l -> new ArrayList<>()).addAll(List.of(more));
    return this;
  }

  public DraftBuilder presets(String... names) {
    presets.addAll(List.of(names));
    return this;
  }

  public DraftBuilder capabilities(List<String> drop, List<String> add) {
    capabilities = Optional.of(new Draft.Capabilities(drop, add));
    return this;
  }

  public DraftBuilder base(String name) {
    base = name;
    return this;
  }

  public DraftBuilder secretMounts(String word) {
    secretMounts = word;
    return this;
  }

  /**
   * A rule about devices.
   *
   * @param numbers as {@code 1:3}, {@code 136:*} or {@code *:*}
   * @param access words with spaces between them
   */
  public DraftBuilder device(
      String name, String action, String type, String numbers, String access) {
    int colon = numbers.indexOf(':');
    var fields = new HashMap<String, List<String>>();
    fields.put("type", List.of(type));
    fields.put("access", List.of(access.split(" ", -1)));
    one(fields, "major", numbers.substring(0, colon));
    one(fields, "minor", numbers.substring(colon + 1));
    devices.add(new Draft.Rule(name, action, fields));
    return this;
  }

  private static void one(Map<String, List<String>> fields, String field, String number) {
    if (!number.equals("*")) {
      fields.put(field, List.of(number));
    }
  }

  /** What is set so far as the rules of a container of this name as well. */
  public DraftBuilder container(String name) {
    containers.add(rules(name));
    return this;
  }

  Draft.Container rules(String name) {
    var copy = new EnumMap<RuleList, List<Draft.Rule>>(RuleList.class);
    rules.forEach((list, written) -> copy.put(list, List.copyOf(written)));
    return new Draft.Container(name, base, List.copyOf(presets), copy, capabilities, secretMounts);
  }

  Draft draft() {
    return new Draft(
        namespace,
        name,
        mode,
        rules(Draft.Container.DEFAULT),
        List.copyOf(containers),
        List.copyOf(devices));
  }

  PolicyReading read() {
    return PolicyReader.read(draft(), Library.bundled());
  }

  public Policy policy() {
    return accepted(read());
  }

  /** As a build with this base would read it. */
  public Policy policy(BaseProfile other) {
    return accepted(
        PolicyReader.read(
            draft(), new Library(Map.of(other.name(), other), Library.bundled().presets())));
  }

  private static Policy accepted(PolicyReading reading) {
    return switch (reading) {
      case PolicyReading.Accepted(Policy policy, var warnings) -> policy;
      case PolicyReading.Refused(var problems) -> throw new AssertionError(problems);
    };
  }
}
