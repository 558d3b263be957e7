package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a template's own capabilities and those that a revision drops differ. Its lists are atomic:
 * whoever wrote one owns all of it, so they stay, and AppArmor alone denies.
 */
final class CapabilityNotes {
  private CapabilityNotes() {}

  static List<String> of(Revision revision, Workload w) {
    List<String> out = new ArrayList<>();
    if (!revision.enforce()) {
      return out;
    }
    for (Container c : w.template().containers()) {
      Artefact rules = revision.of(c);
      if (rules.capabilities().isEmpty() || !c.othersOwnCapabilities()) {
        continue;
      }
      if (!rules.isPodLevel() && !c.capabilities().covers(rules.capabilities())) {
        out.add(
            "capabilities of container %s of %s belong to %s and stay; AppArmor's capability rules hold"
                .formatted(c.name(), w.id(), managers(c)));
      }
      List<String> denied = rules.capabilities().deniedOf(c.capabilities());
      if (!denied.isEmpty()) {
        out.add(
            "container %s of %s asks for %s, which %s denies: take that out of the container's capabilities.add, or drop less in the policy"
                .formatted(
                    c.name(),
                    w.id(),
                    String.join(", ", denied),
                    rules.isPodLevel() ? "defaultContainer" : "spec.containers"));
      }
    }
    return out;
  }

  private static String managers(Container c) {
    return c.capabilityManagers().isEmpty()
        ? "its creator"
        : String.join(", ", c.capabilityManagers().stream().sorted().toList());
  }
}
