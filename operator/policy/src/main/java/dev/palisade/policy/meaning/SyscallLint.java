package dev.palisade.policy.meaning;

import dev.palisade.policy.Action;
import dev.palisade.policy.Preset;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.meaning.Finding.Severity;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Rules about system calls that change nothing, and denials that a program can get around. */
final class SyscallLint {
  /** What an int has of a register. */
  private static final long HALF = 0xffffffffL;

  private SyscallLint() {}

  /**
   * Looks for rules without which the filter does the same. Those found are left out for the
   * others, of which one may be the reason. What the default list denies already is a warning of
   * the reading, and not said again. Presets are nothing that a policy's author wrote.
   */
  static List<Finding> of(SyscallMeaning meaning) {
    List<SyscallRule> written =
        meaning.rules().stream().filter(r -> !Preset.isOrigin(r.origin())).toList();
    var findings = new ArrayList<Finding>();
    var rest = new ArrayList<>(meaning.rules());
    for (SyscallRule rule : written.reversed()) {
      var others = new ArrayList<>(rest);
      others.remove(rule);
      if (isSame(meaning, others, rest)) {
        rest.remove(rule);
        if (!isSame(meaning, List.of(), List.of(rule))) {
          findings.add(
              new Finding(
                  Severity.WARNING,
                  rule.origin(),
                  "changes nothing about \"%s\": %s"
                      .formatted(Wording.of(rule), who(meaning, rule, others))));
        }
      }
    }
    var all = new ArrayList<>(findings.reversed());
    written.stream().flatMap(SyscallLint::narrow).forEach(all::add);
    return all;
  }

  /**
   * A filter sees all 64 bits of a register, and the kernel of an int only half of them: a program
   * that sets one of the others is not denied.
   */
  private static Stream<Finding> narrow(SyscallRule rule) {
    return rule.action() != Action.DENY
        ? Stream.of()
        : rule.when().stream()
            .filter(c -> c.operator() == Operator.EQUAL && c.value() <= HALF)
            .filter(c -> rule.calls().stream().anyMatch(call -> isDone(call, c)))
            .map(c ->
                new Finding(
                    Severity.WARNING,
                    rule.origin(),
                    ("argument %d is denied as a number of 64 bits; where the kernel takes 32 (an int, a flag, a request of ioctl) another"
                            + " bit gets through: write operator: MaskedEqual with mask: %d")
                        .formatted(c.index(), HALF)));
  }

  /** Whether the default list has the call with the next bit above. */
  private static boolean isDone(String call, Condition c) {
    List<Long> arguments = new ArrayList<>(Collections.nCopies(Condition.ARGUMENTS, 0L));
    arguments.set(c.index(), c.value() | (HALF + 1));
    return SyscallMeaning.BASE.filter().outcome(call, arguments).isDone();
  }

  private static String who(SyscallMeaning meaning, SyscallRule rule, List<SyscallRule> others) {
    return others.stream()
        .filter(o -> isSame(meaning, List.of(o), List.of(o, rule)))
        .findFirst()
        .map(o -> "%s says so already (%s)".formatted(o.origin(), Wording.of(o)))
        .orElse("other rules together say so already");
  }

  private static boolean isSame(
      SyscallMeaning meaning, List<SyscallRule> some, List<SyscallRule> others) {
    return SyscallChanges.between(meaning.with(some), meaning.with(others)).isEmpty();
  }
}
