package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A policy of one pod level, to be bent by a test. */
final class DraftBuilder {
  String namespace = "shop";
  String name = "checkout";
  String mode = "Enforce";
  String base = "RuntimeDefault";
  final List<Draft.PathRule> files = new ArrayList<>();
  final List<Draft.PathRule> executables = new ArrayList<>();
  Optional<Draft.Capabilities> capabilities = Optional.empty();
  final List<Draft.Container> containers = new ArrayList<>();

  static Draft.PathRule write(String name, String... paths) {
    return new Draft.PathRule(name, "Deny", List.of(paths), List.of("Write"));
  }

  static Draft.PathRule run(String name, String... paths) {
    return new Draft.PathRule(name, "Deny", List.of(paths), List.of());
  }

  DraftBuilder files(Draft.PathRule... rules) {
    files.addAll(List.of(rules));
    return this;
  }

  DraftBuilder executables(Draft.PathRule... rules) {
    executables.addAll(List.of(rules));
    return this;
  }

  DraftBuilder capabilities(List<String> drop, List<String> add) {
    capabilities = Optional.of(new Draft.Capabilities(drop, add));
    return this;
  }

  /** What is set so far as the rules of a container of this name as well. */
  DraftBuilder container(String name) {
    containers.add(rules(name));
    return this;
  }

  Draft.Container rules(String name) {
    return new Draft.Container(
        name, base, List.copyOf(files), List.copyOf(executables), capabilities);
  }

  Draft draft() {
    return new Draft(
        namespace, name, mode, rules(Draft.Container.DEFAULT), List.copyOf(containers));
  }

  PolicyReading read() {
    return PolicyReader.read(draft(), BundledBases.load());
  }

  Policy policy() {
    return accepted(read());
  }

  /** As a build with this base would read it. */
  Policy policy(BaseProfile other) {
    return accepted(PolicyReader.read(draft(), Map.of(other.name(), other)));
  }

  private static Policy accepted(PolicyReading reading) {
    return switch (reading) {
      case PolicyReading.Accepted(Policy policy, var warnings) -> policy;
      case PolicyReading.Refused(var problems) -> throw new AssertionError(problems);
    };
  }
}
