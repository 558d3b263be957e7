package dev.palisade.policy.meaning;

import dev.palisade.policy.Action;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Filters;
import dev.palisade.policy.Library;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Policy;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Answer.Source;
import dev.palisade.policy.meaning.Question.UseSyscall;
import dev.palisade.policy.seccomp.Call;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.SeccompBase;
import dev.palisade.policy.seccomp.SeccompFilter;
import dev.palisade.policy.seccomp.SeccompText.Minimum;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a container's seccomp filter does, and by which rule. The filter itself says no more than
 * the first half; the two agree ({@link Filters}).
 *
 * @param isFiltered whether the container has a filter: one without rules is the default list
 */
public record SyscallMeaning(List<SyscallRule> rules, Mode mode, boolean isFiltered) {
  static final SeccompBase BASE = Library.SYSCALLS.runtimeDefault();

  private static final Ground NO_FILTER =
      new Ground(
          Source.NOTHING,
          "",
          "no rule is about system calls; a default list holds only where the pod or the kubelet asks for it");

  public SyscallMeaning {
    rules = List.copyOf(rules);
  }

  public static SyscallMeaning of(Policy policy, ContainerRules rules) {
    return new SyscallMeaning(
        rules.syscalls(), policy.mode(), Filters.of(policy, rules).isPresent());
  }

  /** What decides: rules of the policy, or else {@code otherwise}. */
  record Decision(boolean allowed, boolean reported, List<SyscallRule> rules, Ground otherwise) {}

  /** The same container with other rules. */
  SyscallMeaning with(List<SyscallRule> others) {
    return new SyscallMeaning(others, mode, isFiltered);
  }

  SeccompFilter filter() {
    return Filters.of(rules, mode);
  }

  Answer answer(UseSyscall asked) {
    Decision decision =
        isFiltered ? decide(asked) : new Decision(true, false, List.of(), NO_FILTER);
    List<Ground> grounds =
        decision.rules().isEmpty()
            ? List.of(decision.otherwise())
            : decision.rules().stream().map(r -> ground(r, asked.call())).toList();
    return new Answer(decision.allowed(), decision.reported(), grounds);
  }

  /** As of a container that has a filter. What a filter denies, the kernel does not report. */
  Decision decide(UseSyscall asked) {
    Ground base = base(asked.call());
    if (done(asked.call()).stream().noneMatch(l -> asked.isCertain(l.when()))) {
      return new Decision(false, false, List.of(), base);
    }
    boolean complains = mode == Mode.COMPLAIN;
    List<SyscallRule> denying = possible(Action.DENY, asked);
    List<SyscallRule> held = denying.stream().filter(r -> r.isHeld(mode)).toList();
    if (!held.isEmpty()) {
      return new Decision(false, false, held, base);
    }
    if (!denying.isEmpty()) {
      return new Decision(true, true, denying, base);
    }
    boolean listed = rules.stream().anyMatch(r -> r.action() == Action.ALLOW);
    Optional<Minimum> needed = Library.SYSCALLS.neededBy(asked.call()).filter(m -> listed);
    List<SyscallRule> allowing =
        possible(Action.ALLOW, asked).stream().filter(r -> asked.isCertain(r.when())).toList();
    if (listed && needed.isEmpty() && allowing.isEmpty()) {
      return new Decision(
          complains,
          complains,
          possible(Action.ALLOW, asked),
          complains ? Ground.COMPLAINT : Ground.NOTHING);
    }
    List<SyscallRule> auditing = possible(Action.AUDIT, asked);
    return new Decision(
        true,
        !auditing.isEmpty(),
        auditing.isEmpty() ? allowing : auditing,
        needed.map(SyscallMeaning::ground).orElse(base));
  }

  /** Of a question without arguments, also those that hold for some. */
  private List<SyscallRule> possible(Action action, UseSyscall asked) {
    return rules.stream()
        .filter(r -> r.action() == action && r.calls().contains(asked.call()))
        .filter(r -> asked.isPossible(r.when()))
        .toList();
  }

  private static List<Call> done(String call) {
    return BASE.filter().of(call).stream().filter(l -> l.outcome().isDone()).toList();
  }

  private static Ground base(String call) {
    List<Call> lines = done(call);
    String whens =
        lines.stream()
            .flatMap(l -> l.when().stream())
            .map(Condition::toString)
            .collect(Collectors.joining(" or "));
    String said =
        lines.isEmpty()
            ? "%s's default list has no %s".formatted(BASE.version(), call)
            : "allow " + call + (whens.isEmpty() ? "" : " where " + whens);
    return new Ground(Source.BASE, BASE.name(), said);
  }

  private static Ground ground(Minimum minimum) {
    return new Ground(Source.RUNTIME, minimum.runtime(), "needs it to start a container");
  }

  private static Ground ground(SyscallRule rule, String call) {
    return new Ground(
        ClusterRules.isOrigin(rule.origin()) ? Source.CLUSTER : Source.POLICY,
        rule.origin(),
        rule.action().word().toLowerCase(Locale.ROOT)
            + " "
            + SyscallRule.words(List.of(call), rule.when()));
  }
}
