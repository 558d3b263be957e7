package dev.palisade.cli.imports;

import dev.palisade.policy.Library;
import dev.palisade.policy.apparmor.BaseText;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;

/** What a base says already, and needs no rule. */
record BaseLines(List<Rule> rules) {
  BaseLines {
    rules = List.copyOf(rules);
  }

  static BaseLines of(String base) {
    return new BaseLines(Library.bundledBases().get(base).rules());
  }

  /** A line of a profile, read as the base's own text is, without audit. */
  boolean says(String line) {
    String plain = line.replaceFirst("^audit\\s+", "").replace("@{PROC}", "/proc");
    try {
      return BaseText.read("# base x version x\n" + plain).rules().stream()
          .allMatch(r -> rules.contains(r) || rules.stream().anyMatch(b -> covers(b, r)));
    } catch (IllegalArgumentException notOfTheSubset) {
      return false;
    }
  }

  /** The same path with more permissions. */
  private static boolean covers(Rule wide, Rule narrow) {
    return wide instanceof Rule.Path w
        && narrow instanceof Rule.Path n
        && w.effect() == n.effect()
        && w.path().equals(n.path())
        && w.permissions().containsAll(n.permissions());
  }
}
