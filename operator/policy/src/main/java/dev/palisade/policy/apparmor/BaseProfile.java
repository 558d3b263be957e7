package dev.palisade.policy.apparmor;

import java.util.List;

/**
 * An entry of the base library.
 *
 * @param version changes with every change of the rules, which is for people and for tests: what a
 *     revision was made of stays as it is when a newer base comes
 */
public record BaseProfile(String name, String version, List<Rule> rules) {
  public BaseProfile {
    rules = List.copyOf(rules);
  }

  /** Whether files are denied that no rule allows: then rules may allow them. */
  public boolean deniesByDefault() {
    return !rules.contains(new Rule.Whole(Effect.ALLOW, Rule.Subject.FILE));
  }
}
