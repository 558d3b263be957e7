package dev.palisade.policy.apparmor;

import java.util.List;

/**
 * What a container may do before its policy's rules are asked.
 *
 * @param version changes with every change of the rules, which is for people and for tests: what a
 *     revision was made of stays as it is when a newer base comes
 * @param said what of it is said in a source hash beside its name. Nothing for a base that comes
 *     with the build, of which a newer version restarts nothing; the rules of one that a team
 *     wrote, for a change of those is to be rolled out
 */
public record BaseProfile(String name, String version, List<Rule> rules, List<String> said) {
  public BaseProfile {
    rules = List.copyOf(rules);
    said = List.copyOf(said);
  }

  /** Whether files are denied that no rule allows: then rules may allow them. */
  public boolean deniesByDefault() {
    return !rules.contains(new Rule.Whole(Effect.ALLOW, Rule.Subject.FILE));
  }
}
