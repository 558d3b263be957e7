package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyscallRuleTest {
  private static final String AT = "spec.defaultContainer.syscalls[0]";

  @Test
  void isReadWithItsArguments() {
    Policy policy = builder("Deny", "ptrace", "5 MaskedEqual 2 6;0 LessThan 4294967295 -").policy();
    assertThat(policy.defaultContainer().syscalls())
        .singleElement()
        .satisfies(r -> {
          assertThat(r.calls()).containsExactly("ptrace");
          assertThat(r.when())
              .containsExactly(
                  Condition.of(0, Operator.LESS_THAN, 0xffff_ffffL), Condition.masked(5, 6, 2));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | .names: names is missing; write at least one, such as mount",
        "moun | '' | .names[0]: unknown system call \"moun\"; write a name as in syscalls(2), such as mount",
        "ptrace | 6 Equal 1 - | .args[0].index: \"6\" is no argument; write a number from 0 to 5",
        "ptrace | 0 Equals 1 - | .args[0].operator: unknown operator \"Equals\"; write one of Equal, NotEqual, LessThan,"
            + " LessThanOrEqual, GreaterThan, GreaterThanOrEqual, MaskedEqual",
        "ptrace | 0 Equal -1 - | .args[0].value: \"-1\" is no number from 0 to 4294967295",
        "ptrace | 0 Equal 4294967296 - | .args[0].value: \"4294967296\" is no number from 0 to 4294967295",
        "socketcall | 0 Equal 1 - | .names: what socketcall is asked for is behind a pointer, and no filter sees it; leave it out,"
            + " or args",
        "ptrace | 0 Equal  - | .args[0].value: it is missing; write a whole number",
        "ptrace | 0 Equal 1 1 | .args[0].mask: a mask is for operator MaskedEqual; leave it out",
        "ptrace | 0 MaskedEqual 1 - | .args[0].mask: MaskedEqual needs a mask",
        "ptrace | 0 MaskedEqual 0 0 | .args[0].mask: no argument has the value under this mask; the mask has all bits of value",
        "ptrace | 0 MaskedEqual 3 1 | .args[0].mask: no argument has the value under this mask; the mask has all bits of value",
        "ptrace | 0 Equal 1 -;0 LessThan 4 - | .args[1].index: argument \"0\" is compared twice, which no filter can hold; leave"
            + " one of them out",
        "execve | '' | : execve is needed by runc (1.0-1.5) to start a container; leave it out",
        "clone | 0 GreaterThan 5 - | : clone: argument 0 of it would be compared twice, by the base or by two rules, which no"
            + " filter can hold; leave args out"
      })
  void isRefused(String calls, String arguments, String problem) {
    assertThat(errors(builder("Deny", calls, arguments))).containsExactly(AT + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mount,ptrace | '' | mount, and no policy is wider; leave it out",
        "clone3 | '' | clone3, and no policy is wider; leave it out",
        "socket | 0 Equal 38 - | socket where argument 0 == 38, and no policy is wider; leave it out"
      })
  void allowsNothingThatTheRuntimeDenies(String calls, String arguments, String problem) {
    assertThat(errors(builder("Allow", calls, arguments).base("Restricted")))
        .containsExactly(AT + ".names: the runtime's default denies " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RuntimeDefault | Deny | bpf,ptrace | '' | the runtime's default denies bpf already: the rule changes nothing about it",
        "RuntimeDefault | Audit | personality | 0 Equal 1 - | the runtime's default denies personality where argument 0 == 1"
            + " already: the rule changes nothing about it",
        "Restricted | Allow | prctl | 0 Equal 1 - | the runtime needs prctl to start a container: it is allowed whatever its"
            + " arguments are"
      })
  void saysWhatChangesNothing(
      String base, String action, String calls, String arguments, String warning) {
    PolicyReading reading = builder(action, calls, arguments).base(base).read();
    assertThat(reading).isInstanceOf(PolicyReading.Accepted.class);
    assertThat(((PolicyReading.Accepted) reading).warnings())
        .extracting(Problem::toString)
        .containsExactly(AT + ".names: " + warning);
  }

  /**
   * Two denials of one argument cannot be held; that they are refused does not hang on the mode.
   */
  @ParameterizedTest
  @CsvSource({"Enforce", "Complain"})
  void bothModesTakeTheSamePolicies(String mode) {
    var draft = builder("Allow", "ioctl", "1 Equal 1 -").base("Restricted").mode(mode);
    draft.rules(
        RuleList.SYSCALLS,
        new Draft.Rule(
            "b", "Allow", Map.of("names", List.of("ioctl"), "args", List.of("1 Equal 2 -"))));
    assertThat(errors(draft))
        .containsExactly(
            AT
                + ": ioctl: argument 1 of it would be compared twice, by the base or by two rules, which no filter can hold;"
                + " leave args out");
  }

  @Test
  void allOfItFitsIntoTheKernel() {
    String all = "bind,ioctl,kill,madvise,mmap,ptrace,setsockopt,tkill";
    assertThat(errors(builder("Deny", "ptrace", "1 MaskedEqual 1 4294967295"))).isEmpty();
    assertThat(errors(builder("Deny", all, "1 MaskedEqual 1 4294967295")))
        .containsExactly(
            "spec.defaultContainer.syscalls: all args together take more than the 240 comparisons that fit into a filter; write"
                + " fewer, or masks of fewer bits");
  }

  @Test
  void severalArgumentsAreComparedOfOneCall() {
    String both = "0 Equal 1 -;1 Equal 2 -";
    assertThat(errors(builder("Deny", "ptrace", both))).isEmpty();
    assertThat(errors(builder("Deny", "ptrace,tgkill", both)))
        .containsExactly(
            "spec.defaultContainer.syscalls: args compare two arguments or more of ptrace, tgkill; libseccomp holds that for one"
                + " system call of a container: compare one argument of the others");
  }

  private static List<String> errors(DraftBuilder draft) {
    return draft.read() instanceof PolicyReading.Refused(var problems)
        ? problems.stream().map(Problem::toString).toList()
        : List.of();
  }

  private static DraftBuilder builder(String action, String calls, String arguments) {
    return new DraftBuilder()
        .rules(
            RuleList.SYSCALLS,
            new Draft.Rule(
                "a", action, Map.of("names", split(calls, ","), "args", split(arguments, ";"))));
  }

  private static List<String> split(String text, String by) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(by, -1));
  }
}
