package dev.palisade.cli.imports;

import dev.palisade.api.v1alpha1.ArgumentOperator;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SyscallArgument;
import dev.palisade.api.v1alpha1.SyscallRule;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
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
      rule.args = when.isEmpty() ? null : when.stream().map(SyscallLists::argument).toList();
      rules.add(rule);
    }
    return rules;
  }

  private static SyscallArgument argument(Condition condition) {
    var argument = new SyscallArgument();
    argument.index = condition.index();
    argument.operator = ArgumentOperator.valueOf(condition.operator().word());
    argument.value = condition.value();
    argument.mask = condition.operator() == Operator.MASKED_EQUAL ? condition.mask() : null;
    return argument;
  }
}
