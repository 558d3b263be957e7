package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;

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

  /** The same in AppArmor's terms, each rule about one thing. */
  List<Rule> rules(Effect effect);
}
