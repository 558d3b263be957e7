package dev.palisade.policy;

import dev.palisade.policy.seccomp.Call;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Narrowing;
import dev.palisade.policy.seccomp.Narrowing.Unsayable;
import dev.palisade.policy.seccomp.Outcome;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Seccomp filters: the runtime's default list, less what rules deny. Where a rule allows, only what
 * rules allow is left of that list, with what a runtime itself needs to start the container. In
 * mode Complain what would be taken away is logged, and what the list has not stays denied, as does
 * what the cluster denies.
 */
public final class Filters {
  private static final SeccompFilter BASE = Library.SYSCALLS.runtimeDefault().filter();

  private final List<SyscallRule> rules;
  private final Mode mode;
  private final BiConsumer<SyscallRule, String> problems;

  private Filters(List<SyscallRule> rules, Mode mode, BiConsumer<SyscallRule, String> problems) {
    this.rules = rules;
    this.mode = mode;
    this.problems = problems;
  }

  /**
   * The filter of a container. It has one where its own rules, the cluster's or those of the pod
   * level are about system calls: the pod's filter would hold for a container without one.
   */
  public static Optional<SeccompFilter> of(Policy policy, ContainerRules rules) {
    boolean asked = !rules.syscalls().isEmpty() || !policy.defaultContainer().syscalls().isEmpty();
    return asked ? Optional.of(of(rules.syscalls(), policy.mode())) : Optional.empty();
  }

  /**
   * What rules come to.
   *
   * @throws IllegalArgumentException if they were not read before, or with an error
   */
  public static SeccompFilter of(List<SyscallRule> rules, Mode mode) {
    return of(
        rules,
        mode,
        (rule, problem) -> {
          throw new IllegalArgumentException(rule.name() + ": " + problem);
        });
  }

  /**
   * What rules come to.
   *
   * @param problems gets what no filter can hold, with the rule that asks for it; it is left out
   */
  static SeccompFilter of(
      List<SyscallRule> rules, Mode mode, BiConsumer<SyscallRule, String> problems) {
    return new Filters(rules, mode, problems).filter();
  }

  private SeccompFilter filter() {
    boolean listed = rules.stream().anyMatch(r -> r.action() == Action.ALLOW);
    SortedMap<String, List<Call>> lines = new TreeMap<>();
    BASE.calls().forEach((name, all) -> lines.put(name, listed ? allowed(name, all) : all));
    change(lines, r -> r.action() == Action.DENY && r.isHeld(mode), Outcome.DENY);
    change(lines, r -> r.action() == Action.DENY && !r.isHeld(mode), Outcome.LOG);
    change(lines, r -> r.action() == Action.AUDIT, Outcome.LOG);
    lines.replaceAll(
        (_, all) -> all.stream().filter(c -> !c.outcome().equals(Outcome.DENY)).toList());
    return new SeccompFilter(lines);
  }

  private List<Call> allowed(String name, List<Call> all) {
    return Library.SYSCALLS.neededBy(name).isPresent()
        ? all
        : split(
            name,
            all,
            about(name, r -> r.action() == Action.ALLOW),
            Call::outcome,
            _ -> mode == Mode.ENFORCE ? Outcome.DENY : Outcome.LOG);
  }

  private void change(
      SortedMap<String, List<Call>> lines, Predicate<SyscallRule> which, Outcome instead) {
    var names = new TreeSet<String>();
    rules.stream().filter(which).forEach(r -> names.addAll(r.calls()));
    names.retainAll(lines.keySet());
    for (String name : names) {
      List<SyscallRule> some = about(name, which);
      some.stream()
          .filter(r -> r.action() == Action.DENY && r.when().isEmpty())
          .findFirst()
          .ifPresent(r -> check(name, r));
      lines.computeIfPresent(name, (_, all) -> split(name, all, some, _ -> instead, Call::outcome));
    }
  }

  private void check(String name, SyscallRule rule) {
    Library.SYSCALLS
        .neededBy(name)
        .ifPresent(m ->
            problems.accept(
                rule,
                "%s is needed by %s (%s) to start a container; leave it out"
                    .formatted(name, m.runtime(), m.versions())));
  }

  /**
   * The lines about a call, with one outcome where a rule holds and another elsewhere. What fails
   * already goes on to fail as it does: clone3 with ENOSYS, which libc understands.
   */
  private List<Call> split(
      String name,
      List<Call> all,
      List<SyscallRule> own,
      Function<Call, Outcome> there,
      Function<Call, Outcome> elsewhere) {
    List<List<Condition>> any = own.stream().map(SyscallRule::when).distinct().toList();
    List<Call> done = all.stream().filter(c -> c.outcome().isDone()).toList();
    try {
      List<Call> lines =
          Stream.of(
                  all.stream().filter(c -> !c.outcome().isDone()),
                  Narrowing.where(done, any).stream().map(c -> c.as(there.apply(c))),
                  Narrowing.elsewhere(done, any).stream().map(c -> c.as(elsewhere.apply(c))))
              .flatMap(s -> s)
              .toList();
      Narrowing.check(lines.stream().filter(c -> !c.outcome().equals(Outcome.DENY)).toList());
      return lines;
    } catch (Unsayable e) {
      problems.accept(own.getFirst(), name + ": " + e.getMessage());
      return all;
    }
  }

  private List<SyscallRule> about(String name, Predicate<SyscallRule> which) {
    return rules.stream().filter(which.and(r -> r.calls().contains(name))).toList();
  }
}
