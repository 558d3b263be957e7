package dev.palisade.policy;

import dev.palisade.policy.apparmor.Quoted;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code capabilities: {drop, add}}. */
final class CapabilityReader {
  private CapabilityReader() {}

  static CapabilityRules read(String at, Draft.Capabilities draft, List<Problem> problems) {
    boolean dropAll =
        draft.drop().stream().anyMatch(d -> Capability.normalised(d).equals(CapabilityRules.ALL));
    Set<Capability> drop = named(at + ".drop", draft.drop(), "ALL or a name", problems);
    Set<Capability> add = named(at + ".add", draft.add(), "a name", problems);
    if (!draft.add().isEmpty() && !dropAll) {
      problems.add(
          Problem.error(
              at + ".add",
              "add keeps capabilities that drop: [ALL] would take; write drop: [ALL], or leave add out"));
    }
    for (Capability capability : add) {
      if (!Capability.RUNTIME_DEFAULT.contains(capability)) {
        problems.add(
            Problem.error(
                at + ".add",
                "%s is not one of the runtime's default capabilities, and a policy only takes away; write one of %s"
                    .formatted(capability, String.join(", ", defaults()))));
      }
    }
    return CapabilityRules.of(dropAll, drop, add);
  }

  private static Set<String> defaults() {
    var names = new TreeSet<String>();
    Capability.RUNTIME_DEFAULT.forEach(c -> names.add(c.name()));
    return names;
  }

  private static Set<Capability> named(
      String at, List<String> names, String what, List<Problem> problems) {
    var found = EnumSet.noneOf(Capability.class);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String where = at + "[" + i + "]";
      boolean all = Capability.normalised(name).equals(CapabilityRules.ALL);
      if (all && at.endsWith(".add")) {
        problems.add(
            Problem.error(
                where, "add: [ALL] would keep everything; leave capabilities out instead"));
      } else if (!all) {
        Capability.named(name)
            .ifPresentOrElse(
                found::add,
                () ->
                    problems.add(
                        Problem.error(
                            where,
                            "unknown capability %s; write %s such as NET_RAW"
                                .formatted(Quoted.of(name), what))));
      }
    }
    return found;
  }
}
