package dev.palisade.policy.apparmor;

import java.util.List;

/**
 * An entry of the base library.
 *
 * @param version changes with every change of the rules: it is part of what tells revisions apart
 */
public record BaseProfile(String name, String version, List<Rule> rules) {
  public BaseProfile {
    rules = List.copyOf(rules);
  }
}
