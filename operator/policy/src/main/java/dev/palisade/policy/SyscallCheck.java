package dev.palisade.policy;

import dev.palisade.policy.seccomp.Call;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Narrowing;
import dev.palisade.policy.seccomp.Narrowing.Unsayable;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What rules about system calls ask for in vain, and what no filter can hold. */
public final class SyscallCheck {
  private static final SeccompFilter BASE = Library.SYSCALLS.runtimeDefault().filter();

  /**
   * On x86 libseccomp has lines of its own about the arguments of these (socketcall(2), ipc(2)).
   */
  private static final Set<String> MULTIPLEXED = Set.of("ipc", "socketcall");

  private SyscallCheck() {}

  /**
   * Looks at the rules of one container, for both modes: a policy that Complain takes is one that
   * Enforce takes.
   *
   * @param at where the container stands
   */
  static void of(String at, List<PolicyRule> rules, List<Problem> problems) {
    List<SyscallRule> syscalls = SyscallRule.among(rules);
    if (syscalls.isEmpty()) {
      // No filter is made of them, and policies are read often.
      return;
    }
    String list = at + "." + RuleList.SYSCALLS.word();
    for (int i = 0; i < syscalls.size(); i++) {
      vain("%s[%d].names".formatted(list, i), syscalls.get(i)).forEach(problems::add);
    }
    problems.addAll(
        unsayable(
            list,
            syscalls,
            (rule, message) ->
                Problem.error("%s[%d]".formatted(list, syscalls.indexOf(rule)), message)));
  }

  /**
   * What no filter can hold of the rules of a container together with those of presets and of the
   * cluster, of which each was looked at by itself.
   *
   * @param at where the container stands
   */
  public static List<Problem> together(String at, ContainerRules rules) {
    String list = at + "." + RuleList.SYSCALLS.word();
    List<SyscallRule> all = rules.syscalls();
    return all.equals(SyscallRule.among(rules.rules()))
        ? List.of()
        : List.copyOf(
            unsayable(
                list, all, (rule, message) -> Problem.error(list, rule.origin() + ": " + message)));
  }

  private static Set<Problem> unsayable(
      String list, List<SyscallRule> syscalls, BiFunction<SyscallRule, String, Problem> problem) {
    Set<Problem> unsayable = new LinkedHashSet<>();
    for (Mode mode : Mode.values()) {
      SeccompFilter filter =
          Filters.of(
              syscalls, mode, (rule, message) -> unsayable.add(problem.apply(rule, message)));
      if (filter.comparisons() > SeccompFilter.MAX_COMPARISONS) {
        unsayable.add(
            Problem.error(
                list,
                "all args together take more than the %d comparisons that fit into a filter; write fewer, or masks of fewer bits"
                    .formatted(SeccompFilter.MAX_COMPARISONS)));
      }
      wide(list, filter).ifPresent(unsayable::add);
    }
    return unsayable;
  }

  private static Stream<Problem> vain(String at, SyscallRule rule) {
    return Stream.of(denied(at, rule), needed(at, rule), multiplexed(at, rule))
        .flatMap(Optional::stream);
  }

  private static Optional<Problem> multiplexed(String at, SyscallRule rule) {
    return rule.when().isEmpty()
        ? Optional.empty()
        : rule.calls().stream()
            .filter(MULTIPLEXED::contains)
            .findFirst()
            .map(call ->
                Problem.error(
                    at,
                    "what %s is asked for is behind a pointer, and no filter sees it; leave it out, or args"
                        .formatted(call)));
  }

  /**
   * libseccomp 2.6.0 mixes up lines of several comparisons, of two system calls that have one of
   * them in common: it allows what neither does. Calls of programs of 32 bits alone, such as mmap2,
   * meet no others elsewhere.
   */
  private static Optional<Problem> wide(String list, SeccompFilter filter) {
    List<String> wide =
        filter.calls().entrySet().stream()
            .filter(e -> e.getValue().stream().anyMatch(l -> l.when().size() > 1))
            .map(Map.Entry::getKey)
            .filter(name -> !Set.copyOf(Library.SYSCALLS.numbers().get(name)).equals(Set.of("-")))
            .toList();
    return wide.size() < 2
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                list,
                "args compare two arguments or more of %s; libseccomp holds that for one system call of a container: compare one argument of the others"
                    .formatted(String.join(", ", wide))));
  }

  private static Optional<Problem> denied(String at, SyscallRule rule) {
    List<String> denied = rule.calls().stream().filter(c -> isDenied(c, rule.when())).toList();
    if (denied.isEmpty()) {
      return Optional.empty();
    }
    String what = SyscallRule.words(denied, rule.when());
    return Optional.of(
        rule.action() == Action.ALLOW
            ? Problem.error(
                at,
                "the runtime's default denies %s, and no policy is wider; leave it out"
                    .formatted(what))
            : Problem.warning(
                at,
                "the runtime's default denies %s already: the rule changes nothing about it"
                    .formatted(what)));
  }

  /** What a runtime needs stays allowed whatever its arguments are. */
  private static Optional<Problem> needed(String at, SyscallRule rule) {
    List<String> needed =
        rule.calls().stream().filter(c -> Library.SYSCALLS.neededBy(c).isPresent()).toList();
    return rule.action() != Action.ALLOW || rule.when().isEmpty() || needed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.warning(
                at,
                "the runtime needs %s to start a container: it is allowed whatever its arguments are"
                    .formatted(String.join(", ", needed))));
  }

  private static boolean isDenied(String call, List<Condition> when) {
    List<Call> done = BASE.of(call).stream().filter(c -> c.outcome().isDone()).toList();
    try {
      return Narrowing.where(done, List.of(when)).isEmpty();
    } catch (Unsayable e) {
      // Filters says so.
      return false;
    }
  }
}
