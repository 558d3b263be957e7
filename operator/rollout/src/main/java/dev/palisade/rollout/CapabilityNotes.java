package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a template's own capabilities and those that a revision leaves differ. Its lists are
 * atomic: whoever wrote one owns all of it, so they stay, and AppArmor alone denies.
 */
final class CapabilityNotes {
  private CapabilityNotes() {}

  static List<String> of(Revision revision, Workload w) {
    List<String> out = new ArrayList<>();
    for (Container c : w.template().containers()) {
      if (!c.othersOwnCapabilities()) {
        continue;
      }
      Artefact rules = revision.of(c);
      if (revision.enforce() && staysOthers(c, rules)) {
        out.add(
            "capabilities of container %s of %s belong to %s and stay; AppArmor's capability rules hold"
                .formatted(c.name(), w.id(), managers(c)));
      }
      List<String> denied = rules.effectiveCapabilities().deniedOf(c.capabilities());
      if (!denied.isEmpty()) {
        out.add(
            "container %s of %s asks for %s, which its profile denies: take that out of the container's capabilities.add, or deny less; kubectl palisade can-i says by which rule"
                .formatted(c.name(), w.id(), String.join(", ", denied)));
      }
    }
    return out;
  }

  private static boolean staysOthers(Container c, Artefact rules) {
    return !rules.isPodLevel()
        && !rules.capabilities().isEmpty()
        && !c.capabilities().covers(rules.capabilities());
  }

  private static String managers(Container c) {
    return c.capabilityManagers().isEmpty()
        ? "its creator"
        : String.join(", ", c.capabilityManagers().stream().sorted().toList());
  }
}
