package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import dev.palisade.policy.seccomp.Outcome;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiltersTest {
  private static final SeccompFilter BASE = Library.SYSCALLS.runtimeDefault().filter();
  private static final List<Long> ZEROS = Collections.nCopies(Condition.ARGUMENTS, 0L);

  /** Whatever lines come of them, the rules say what becomes of a call. */
  @ParameterizedTest
  @EnumSource
  void aFilterDoesWhatItsRulesSay(Mode mode) {
    int said = 0;
    for (int seed = 0; seed < 800; seed++) {
      var samples = new SyscallSamples(seed);
      List<SyscallRule> rules = SyscallSamples.someOfTheCluster(samples.rules(), seed);
      var problems = new ArrayList<String>();
      SeccompFilter filter = Filters.of(rules, mode, (rule, message) -> problems.add(message));
      if (!problems.isEmpty()) {
        continue;
      }
      said++;
      for (String call : SyscallSamples.CALLS) {
        for (int i = 0; i < 10; i++) {
          List<Long> arguments = samples.arguments();
          assertThat(filter.outcome(call, arguments))
              .as("seed %d: %s: %s %s", seed, rules, call, arguments)
              .isEqualTo(said(rules, mode, call, arguments));
        }
      }
    }
    assertThat(said).isGreaterThan(200);
  }

  private static Outcome said(
      List<SyscallRule> rules, Mode mode, String call, List<Long> arguments) {
    Outcome base = BASE.outcome(call, arguments);
    boolean listed = rules.stream().anyMatch(r -> r.action() == Action.ALLOW);
    boolean kept =
        !listed
            || Library.SYSCALLS.neededBy(call).isPresent()
            || holds(rules, Action.ALLOW, call, arguments);
    if (!base.isDone()) {
      return base;
    }
    List<SyscallRule> ofTheCluster =
        rules.stream().filter(r -> r.origin().startsWith("ClusterSecurityPolicy/")).toList();
    if (holds(ofTheCluster, Action.DENY, call, arguments)) {
      return Outcome.DENY;
    }
    if (!kept || holds(rules, Action.DENY, call, arguments)) {
      return mode == Mode.ENFORCE ? Outcome.DENY : Outcome.LOG;
    }
    return holds(rules, Action.AUDIT, call, arguments) ? Outcome.LOG : Outcome.ALLOW;
  }

  private static boolean holds(
      List<SyscallRule> rules, Action action, String call, List<Long> arguments) {
    return rules.stream()
        .filter(r -> r.action() == action && r.calls().contains(call))
        .anyMatch(r -> r.when().stream().allMatch(c -> c.holds(arguments.get(c.index()))));
  }

  /** No two lines hold for one call and differ: a filter has no order. */
  @Test
  void linesThatDifferNeverMeet() {
    for (int seed = 0; seed < 500; seed++) {
      var samples = new SyscallSamples(seed);
      SeccompFilter filter =
          Filters.of(
              SyscallSamples.someOfTheCluster(samples.rules(), seed),
              Mode.COMPLAIN,
              (rule, message) -> {});
      for (String call : SyscallSamples.CALLS) {
        List<Long> arguments = samples.arguments();
        assertThat(
                filter.of(call).stream()
                    .filter(c -> c.when().stream().allMatch(w -> w.holds(arguments.get(w.index()))))
                    .map(c -> c.outcome())
                    .distinct())
            .as("seed %d: %s %s", seed, call, arguments)
            .hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void rulesTakeAway() {
    List<SyscallRule> rules =
        List.of(rule("no", Action.DENY, "ptrace"), rule("see", Action.AUDIT, "kill"));
    SeccompFilter enforced = Filters.of(rules, Mode.ENFORCE);
    assertThat(enforced.of("ptrace")).isEmpty();
    assertThat(enforced.outcome("kill", ZEROS)).isEqualTo(Outcome.LOG);
    assertThat(enforced.of("read")).isEqualTo(BASE.of("read"));
    SeccompFilter complaining = Filters.of(rules, Mode.COMPLAIN);
    assertThat(complaining.outcome("ptrace", ZEROS)).isEqualTo(Outcome.LOG);
    assertThat(complaining.of("mount")).isEmpty();
  }

  @Test
  void whatIsAllowedIsAllThatIsLeftBesideWhatARuntimeNeeds() {
    SeccompFilter filter = Filters.of(List.of(rule("some", Action.ALLOW, "mmap")), Mode.ENFORCE);
    var left = new TreeSet<String>(List.of("clone3", "mmap"));
    Library.SYSCALLS.minimums().forEach(m -> left.addAll(m.calls()));
    assertThat(filter.calls().keySet()).isEqualTo(left);
  }

  /** Libc takes ENOSYS for an older kernel, and EPERM for the end. */
  @Test
  void whatFailsGoesOnToFailAsItDoes() {
    for (Action action : Action.values()) {
      for (Mode mode : Mode.values()) {
        var rule =
            new SyscallRule(
                "r",
                action,
                new TreeSet<>(List.of("clone3")),
                List.of(Condition.of(1, Operator.EQUAL, 88)));
        SeccompFilter filter = Filters.of(List.of(rule), mode);
        assertThat(filter.of("clone3")).isEqualTo(BASE.of("clone3"));
      }
    }
  }

  @Test
  void aDenialHoldsBesideAnAudit() {
    Condition one = Condition.of(0, Operator.EQUAL, 1);
    var see = new SyscallRule("see", Action.AUDIT, new TreeSet<>(List.of("ptrace")), List.of(one));
    SeccompFilter filter =
        Filters.of(List.of(see, rule("no", Action.DENY, "ptrace")), Mode.ENFORCE);
    assertThat(filter.of("ptrace")).isEmpty();
  }

  @Test
  void unreadRulesAreNoFilter() {
    assertThatThrownBy(() -> Filters.of(List.of(rule("no", Action.DENY, "execve")), Mode.COMPLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no: execve is needed by runc (1.0-1.5) to start a container; leave it out");
  }

  @Test
  void aContainerHasOneWhereItsOwnRulesOrThePodLevelsAreAboutCalls() {
    Map<String, List<String>> ptrace = Map.of("names", List.of("ptrace"));
    var none = new DraftBuilder().container("app");
    Policy without = none.policy();
    assertThat(Filters.of(without, without.defaultContainer())).isEmpty();

    Policy pod = none.rule(RuleList.SYSCALLS, "no", ptrace).policy();
    assertThat(Filters.of(pod, pod.of("app"))).contains(BASE);
    assertThat(Filters.of(pod, pod.defaultContainer())).isPresent();

    var own = new DraftBuilder().rule(RuleList.SYSCALLS, "no", ptrace);
    Draft.Container app = own.rules("app");
    own.rules.clear();
    own.containers.add(app);
    Policy container = own.policy();
    assertThat(Filters.of(container, container.of("app"))).isPresent();
    assertThat(Filters.of(container, container.defaultContainer())).isEmpty();
  }

  /** Names, order and splitting of rules change no file, no hash and no profile. */
  @Test
  void howRulesAreWrittenIsNotInTheFilter() {
    var one =
        new DraftBuilder()
            .rule(
                RuleList.SYSCALLS,
                "no",
                Map.of("names", List.of("ptrace", "ioctl"), "args", List.of("1 Equal 3 -")))
            .rule(
                RuleList.SYSCALLS,
                "both",
                Map.of(
                    "names", List.of("madvise"),
                    "args", List.of("1 Equal 3 -", "0 MaskedEqual 1 3")))
            .rule(RuleList.SYSCALLS, "none", Map.of("names", List.of("kill")));
    var same =
        new DraftBuilder()
            .rule(RuleList.SYSCALLS, "a", Map.of("names", List.of("kill")))
            .rule(
                RuleList.SYSCALLS,
                "b",
                Map.of(
                    "names", List.of("madvise"),
                    "args", List.of("0 MaskedEqual 1 3", "1 Equal 3 -")))
            .rule(
                RuleList.SYSCALLS,
                "c",
                Map.of("names", List.of("ioctl"), "args", List.of("1 Equal 3 -")))
            .rule(
                RuleList.SYSCALLS,
                "d",
                Map.of("names", List.of("ptrace"), "args", List.of("1 Equal 3 -")));
    assertThat(json(same.policy())).isEqualTo(json(one.policy()));
    assertThat(Hashes.source(same.policy())).isEqualTo(Hashes.source(one.policy()));
    assertThat(same.policy().defaultContainer().sameRules(one.policy().defaultContainer()))
        .isTrue();
    var other = new DraftBuilder().rule(RuleList.SYSCALLS, "a", Map.of("names", List.of("kill")));
    assertThat(other.policy().defaultContainer().sameRules(one.policy().defaultContainer()))
        .isFalse();
  }

  private static String json(Policy policy) {
    return Filters.of(policy, policy.defaultContainer()).orElseThrow().json();
  }

  private static SyscallRule rule(String name, Action action, String... calls) {
    return new SyscallRule(name, action, new TreeSet<>(List.of(calls)), List.of());
  }
}
