package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;
import java.util.Set;

/** One rule of a policy: its name, what it does, and what it is about. */
public sealed interface PolicyRule
    permits FileRule,
        ExecutableRule,
        NetworkRule,
        SignalRule,
        PtraceRule,
        MountRule,
        LimitRule,
        SyscallRule {
  /** Unique in its list. */
  String name();

  Action action();

  /** Its list and name, as {@code files/no-log-writes}. */
  default String place() {
    return RuleList.of(this).word() + "/" + name();
  }

  /**
   * Those for which it is alone: for processes that were started from one of them, and for what
   * these start in turn. Empty: for every process.
   */
  default Set<Program> programs() {
    return Set.of();
  }

  /** The same rule for these alone; only of one that is for some programs. */
  default PolicyRule with(Set<Program> programs) {
    throw new IllegalStateException(place() + " is for every process");
  }

  /** The same in AppArmor's terms, each rule about one thing. */
  List<Rule> rules(Effect effect);
}
