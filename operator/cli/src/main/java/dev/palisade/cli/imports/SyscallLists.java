package dev.palisade.cli.imports;

import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SyscallRule;
import dev.palisade.compile.StoredArguments;
import dev.palisade.policy.seccomp.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** System calls as rules of the API, still without names. */
final class SyscallLists {
  /** Of a rule, as the CRD has it. */
  private static final int MAX_NAMES = 128;

  private SyscallLists() {}

  static List<SyscallRule> of(RuleAction action, Collection<String> calls, List<Condition> when) {
    List<String> all = List.copyOf(calls);
    var rules = new ArrayList<SyscallRule>();
    for (int from = 0; from < all.size(); from += MAX_NAMES) {
      var rule = new SyscallRule();
      rule.action = action;
      rule.names = all.subList(from, Math.min(all.size(), from + MAX_NAMES));
      rule.args = StoredArguments.of(when);
      rules.add(rule);
    }
    return rules;
  }
}
