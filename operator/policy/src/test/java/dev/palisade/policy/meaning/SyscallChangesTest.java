package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Action;
import dev.palisade.policy.Filters;
import dev.palisade.policy.Library;
import dev.palisade.policy.Mode;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.SyscallSamples;
import dev.palisade.policy.meaning.Change.Kind;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SyscallChangesTest {
  private static final SyscallMeaning NONE = meaning();
  private static final Condition ATTACH = Condition.of(0, Operator.EQUAL, 16);

  @Test
  void aDenialIsNarrower() {
    assertThat(changes(NONE, meaning(rule("no", Action.DENY, "ptrace", "kill"))))
        .containsExactly("NARROWER syscalls/no: call kill, ptrace, as syscall kill 0");
    assertThat(changes(meaning(rule("no", Action.DENY, "ptrace")), NONE))
        .containsExactly("WIDER syscalls/no (old): call ptrace, as syscall ptrace 0");
  }

  @Test
  void argumentsAreSaid() {
    var rule =
        new SyscallRule("no", Action.DENY, new TreeSet<>(List.of("ptrace")), List.of(ATTACH));
    assertThat(changes(NONE, meaning(rule)))
        .containsExactly(
            "NARROWER syscalls/no: call ptrace where argument 0 == 16, as syscall ptrace 16");
  }

  @Test
  void reportsAreSaid() {
    SyscallMeaning seen = meaning(rule("see", Action.AUDIT, "kill"));
    assertThat(changes(NONE, seen))
        .containsExactly("REPORTED syscalls/see: call kill, as syscall kill 0");
    assertThat(changes(seen, NONE))
        .containsExactly("UNREPORTED syscalls/see (old): call kill, as syscall kill 0");
    SyscallMeaning denied = meaning(rule("no", Action.DENY, "kill"));
    assertThat(changes(denied, new SyscallMeaning(denied.rules(), Mode.COMPLAIN, true)))
        .containsExactly("WIDER syscalls/no (old): call kill, as syscall kill 0");
  }

  @Test
  void aListTakesTheRest() {
    SyscallMeaning listed = meaning(rule("some", Action.ALLOW, "mmap", "brk"));
    assertThat(changes(NONE, listed))
        .singleElement()
        .asString()
        .startsWith("NARROWER syscalls: call _llseek, _newselect, accept,")
        .contains(" more, as syscall _llseek 0");
    assertThat(changes(listed, meaning(rule("some", Action.ALLOW, "mmap"))))
        .containsExactly("NARROWER syscalls/some (old): call brk, as syscall brk 0");
    assertThat(changes(meaning(rule("some", Action.ALLOW, "mmap")), listed))
        .containsExactly("WIDER syscalls/some: call brk, as syscall brk 0");
    assertThat(changes(listed, NONE))
        .singleElement()
        .asString()
        .startsWith("WIDER syscalls (old): call _llseek,");
  }

  /** It is the default list that a filter without rules brings. */
  @Test
  void whetherThereIsAFilterIsAChangeOfItsOwn() {
    var unfiltered = new SyscallMeaning(List.of(), Mode.ENFORCE, false);
    assertThat(changes(unfiltered, NONE))
        .containsExactly(
            "NARROWER RuntimeDefault: call what is not on the default list of containerd-2.4.2, as syscall reboot");
    assertThat(changes(NONE, unfiltered))
        .containsExactly(
            "WIDER RuntimeDefault (old): call what is not on the default list of containerd-2.4.2, as syscall reboot");
    assertThat(Library.SYSCALLS.isKnown("reboot")).isTrue();
    assertThat(Library.SYSCALLS.runtimeDefault().filter().of("reboot")).isEmpty();
  }

  @Test
  void anotherWordingIsNoChange() {
    SyscallMeaning one = meaning(rule("no", Action.DENY, "ptrace", "kill"));
    SyscallMeaning other =
        meaning(rule("a", Action.DENY, "kill"), rule("b", Action.DENY, "ptrace", "bpf"));
    assertThat(changes(one, other)).isEmpty();
  }

  /** Whatever differs between two filters is found. */
  @Test
  void noChangeIsMissed() {
    int compared = 0;
    for (int seed = 0; seed < 150; seed++) {
      var samples = new SyscallSamples(seed);
      var before = new SyscallMeaning(samples.rules(), Mode.ENFORCE, true);
      var after = new SyscallMeaning(samples.rules(), Mode.ENFORCE, true);
      if (!isSayable(before) || !isSayable(after)) {
        continue;
      }
      compared++;
      SeccompFilter old = before.filter();
      SeccompFilter young = after.filter();
      Set<Kind> seen = new HashSet<>();
      SyscallChanges.between(before, after).forEach(c -> seen.add(c.kind()));
      for (String call : SyscallSamples.CALLS) {
        for (int i = 0; i < 20; i++) {
          List<Long> arguments = samples.arguments();
          boolean was = old.outcome(call, arguments).isDone();
          if (was != young.outcome(call, arguments).isDone()) {
            assertThat(seen)
                .as("seed %d: %s %s", seed, call, arguments)
                .contains(was ? Kind.NARROWER : Kind.WIDER);
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(15);
  }

  private static boolean isSayable(SyscallMeaning meaning) {
    try {
      return !Filters.of(meaning.rules(), meaning.mode()).calls().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> changes(SyscallMeaning before, SyscallMeaning after) {
    return SyscallChanges.between(before, after).stream()
        .map(c ->
            "%s %s%s: %s, as %s"
                .formatted(c.kind(), c.rule(), c.isNew() ? "" : " (old)", c.what(), c.witness()))
        .toList();
  }

  private static SyscallMeaning meaning(SyscallRule... rules) {
    return new SyscallMeaning(List.of(rules), Mode.ENFORCE, true);
  }

  private static SyscallRule rule(String name, Action action, String... calls) {
    return new SyscallRule(name, action, new TreeSet<>(List.of(calls)), List.of());
  }
}
