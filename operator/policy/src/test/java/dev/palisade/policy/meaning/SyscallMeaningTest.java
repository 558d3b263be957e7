package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Draft;
import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Filters;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Policy;
import dev.palisade.policy.RuleList;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.SyscallSamples;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Question.UseSyscall;
import dev.palisade.policy.seccomp.Outcome;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallMeaningTest {
  private static final DraftBuilder DENYING =
      new DraftBuilder()
          .rule(RuleList.SYSCALLS, "no-keys", Map.of("names", List.of("getrandom", "keyctl")))
          .rule(
              RuleList.SYSCALLS,
              "no-attach",
              Map.of("names", List.of("ptrace"), "args", List.of("0 Equal 16 -")))
          .rules(
              RuleList.SYSCALLS,
              DraftBuilder.audit(new Draft.Rule("see", "", Map.of("names", List.of("kill")))));

  private static final DraftBuilder LISTING =
      new DraftBuilder()
          .base("Restricted")
          .rules(RuleList.SYSCALLS, allow("memory", Map.of("names", List.of("mmap"))))
          .rules(
              RuleList.SYSCALLS,
              allow("tty", Map.of("names", List.of("ioctl"), "args", List.of("1 Equal 21505 -"))));

  private static Draft.Rule allow(String name, Map<String, List<String>> fields) {
    return DraftBuilder.allow(new Draft.Rule(name, "", fields));
  }

  /** Each with whether it is reported, and by whom and what. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getrandom | no | syscalls/no-keys: deny getrandom",
        "keyctl | no | RuntimeDefault: containerd-2.4.2's default list has no keyctl",
        "ptrace | no | syscalls/no-attach: deny ptrace where argument 0 == 16",
        "ptrace 16 | no | syscalls/no-attach: deny ptrace where argument 0 == 16",
        "ptrace 0x10 7 | no | syscalls/no-attach: deny ptrace where argument 0 == 16",
        "ptrace 3 | yes | RuntimeDefault: allow ptrace",
        "kill | yes, reported | syscalls/see: audit kill",
        "read | yes | RuntimeDefault: allow read",
        "clone | no | RuntimeDefault: allow clone where argument 0 & 0x7e020000 == 0x0",
        "clone 0x11 | yes | RuntimeDefault: allow clone where argument 0 & 0x7e020000 == 0x0",
        "clone 0x10000000 | no | RuntimeDefault: allow clone where argument 0 & 0x7e020000 == 0x0",
        "clone3 | no | RuntimeDefault: containerd-2.4.2's default list has no clone3"
      })
  void rulesTakeAway(String question, String answer, String ground) {
    assertThat(answer(DENYING.policy(), question)).isEqualTo(answer + " by " + ground);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mmap | yes | syscalls/memory: allow mmap",
        "execve | yes | runc: needs it to start a container",
        "ioctl | no | syscalls/tty: allow ioctl where argument 1 == 21505",
        "ioctl 0 21505 | yes | syscalls/tty: allow ioctl where argument 1 == 21505",
        "ioctl 0 3 | no | : no rule allows it",
        "ptrace | no | : no rule allows it",
        "mount | no | RuntimeDefault: containerd-2.4.2's default list has no mount"
      })
  void aListIsAllThereIs(String question, String answer, String ground) {
    assertThat(answer(LISTING.policy(), question)).isEqualTo(answer + " by " + ground);
  }

  @Test
  void modeComplainReportsWhatItWouldDeny() {
    var draft =
        new DraftBuilder()
            .mode("Complain")
            .rule(RuleList.SYSCALLS, "no", Map.of("names", List.of("ptrace")));
    assertThat(answer(draft.policy(), "ptrace"))
        .isEqualTo("yes, reported by syscalls/no: deny ptrace");
    assertThat(answer(draft.policy(), "mount"))
        .isEqualTo("no by RuntimeDefault: containerd-2.4.2's default list has no mount");
  }

  @Test
  void withoutAFilterTheAnswerIsNotTheRuntimes() {
    assertThat(answer(new DraftBuilder().policy(), "mount"))
        .isEqualTo(
            "yes by : no rule is about system calls; a default list holds only where the pod or the kubelet asks for it");
  }

  private static String answer(Policy policy, String words) {
    List<String> all = List.of(("syscall " + words).split(" ", -1));
    QuestionReader.Reading reading = QuestionReader.read(all);
    assertThat(reading).isInstanceOf(QuestionReader.Reading.Asked.class);
    Question question = ((QuestionReader.Reading.Asked) reading).question();
    Answer answer =
        Meaning.of(policy, policy.defaultContainer(), ContainerRuntime.CONTAINERD).answer(question);
    Ground ground = answer.grounds().getFirst();
    assertThat(answer.grounds()).hasSize(1);
    return "%s%s by %s: %s"
        .formatted(
            answer.allowed() ? "yes" : "no",
            answer.reported() ? ", reported" : "",
            ground.name(),
            ground.rule());
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerIsWhatTheFilterDoes(Mode mode) {
    int asked = 0;
    for (int seed = 0; seed < 500; seed++) {
      var samples = new SyscallSamples(seed);
      List<SyscallRule> rules = SyscallSamples.someOfTheCluster(samples.rules(), seed);
      SeccompFilter filter;
      try {
        filter = Filters.of(rules, mode);
      } catch (IllegalArgumentException unsayable) {
        continue;
      }
      var meaning = new SyscallMeaning(rules, mode, true);
      for (String call : SyscallSamples.CALLS) {
        List<Long> arguments = samples.arguments();
        Outcome outcome = filter.outcome(call, arguments);
        Answer answer = meaning.answer(new UseSyscall(call, arguments));
        assertThat(answer.allowed())
            .as("seed %d: %s %s", seed, call, arguments)
            .isEqualTo(outcome.isDone());
        assertThat(answer.reported()).isEqualTo(outcome.equals(Outcome.LOG));
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(1500);
  }

  /** Yes is an answer for all arguments, and so is that nothing is reported. */
  @Test
  void withoutArgumentsItIsAboutAllOfThem() {
    for (int seed = 0; seed < 500; seed++) {
      var samples = new SyscallSamples(seed);
      var meaning = new SyscallMeaning(samples.rules(), Mode.ENFORCE, true);
      for (String call : SyscallSamples.CALLS) {
        Answer whole = meaning.answer(new UseSyscall(call, List.of()));
        Answer one = meaning.answer(new UseSyscall(call, samples.arguments()));
        assertThat(!whole.allowed() || one.allowed()).as("seed %d: %s", seed, call).isTrue();
        assertThat(!whole.allowed() || whole.reported() || !one.reported())
            .as("seed %d: %s", seed, call)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syscall | the words are: syscall NAME [ARGUMENT...]",
        "syscall read 1 2 3 4 5 6 7 | the words are: syscall NAME [ARGUMENT...]",
        "syscall moun | unknown system call \"moun\"; write a name as in syscalls(2), such as mount",
        "syscall read one | \"one\" is no argument; write a whole number, or one as 0x1f"
      })
  void isRefused(String words, String message) {
    assertThat(QuestionReader.read(List.of(words.split(" ", -1))))
        .isEqualTo(new QuestionReader.Reading.Refused(message));
  }

  @ParameterizedTest
  @CsvSource({
    "syscall read, syscall read",
    "syscall read 0, syscall read 0",
    "syscall read 0x10 0 0xffffffffffffffff 0, syscall read 16 0 18446744073709551615"
  })
  void theWordsOfAQuestionAreReadBack(String words, String written) {
    QuestionReader.Reading reading = QuestionReader.read(List.of(words.split(" ", -1)));
    assertThat(reading).isInstanceOf(QuestionReader.Reading.Asked.class);
    Question question = ((QuestionReader.Reading.Asked) reading).question();
    assertThat(String.join(" ", Wording.of(question))).isEqualTo(written);
    assertThat(QuestionReader.read(Wording.of(question))).isEqualTo(reading);
  }
}
