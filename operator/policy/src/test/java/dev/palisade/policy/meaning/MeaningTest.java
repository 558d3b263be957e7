package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Draft;
import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Policy;
import dev.palisade.policy.RuleList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {
  private static final DraftBuilder DRAFT =
      new DraftBuilder()
          .files(DraftBuilder.write("no-writes", "/d/**"), DraftBuilder.write("no-host", "/sys/**"))
          .rules(
              RuleList.FILES,
              new Draft.Rule(
                  "own",
                  "Deny",
                  Map.of(
                      "paths", List.of("/own/**"),
                      "access", List.of("Append"),
                      "owner", List.of("Self"))))
          .rules(
              RuleList.NETWORK, new Draft.Rule("no-raw", "Deny", Map.of("types", List.of("Raw"))))
          .rule(
              RuleList.MOUNTS,
              "stay",
              Map.of("operations", List.of("Unmount"), "paths", List.of("/d/*")))
          .rule(
              RuleList.RESOURCE_LIMITS,
              "files",
              Map.of("resource", List.of("NOFILE"), "max", List.of("64")))
          .executables(DraftBuilder.run("no-shell", "/usr/bin/dash"))
          .capabilities(List.of("ALL"), List.of("KILL"));

  /** Each with who decides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write /d/x | no | files/no-writes",
        "append /d/x/y/ | no | files/no-writes",
        "read /d/x | yes | RuntimeDefault",
        "write /d/ | yes | RuntimeDefault",
        "read,write /d/x | no | files/no-writes",
        "execute /usr/bin/dash | no | executables/no-shell",
        "map /usr/bin/dash | no | executables/no-shell",
        "read /usr/bin/dash | yes | RuntimeDefault",
        "write /sys/kernel/x | no | RuntimeDefault, files/no-host",
        "read /sys/firmware/x | no | RuntimeDefault",
        "write /proc/sys/kernel/x | no | RuntimeDefault",
        "write /proc/sys/kernel/shmmax | yes | RuntimeDefault",
        "link /tmp/y /tmp/x | yes | RuntimeDefault",
        "link /tmp/y /d/x | no | files/no-writes",
        "link /d/x /tmp/y | no | files/no-writes",
        "link /tmp/dash /usr/bin/dash | no | executables/no-shell",
        "link /tmp/x /proc/sysrq-trigger | no | RuntimeDefault",
        "link /proc/sysrq-trigger /tmp/x | no | RuntimeDefault",
        "capability kill | yes | RuntimeDefault",
        "capability CAP_NET_RAW | no | capabilities",
        "capability SYS_ADMIN | no | capabilities, containerd",
        "network inet raw | no | network/no-raw",
        "network unix stream | yes | RuntimeDefault",
        "append /own/x | no | files/own",
        "write /own/x | yes | RuntimeDefault",
        "append /own/x other | yes | RuntimeDefault",
        "link /tmp/x /own/y other | yes | RuntimeDefault",
        "link /tmp/x /own/y | no | files/own",
        "signal send kill self | yes | RuntimeDefault",
        "signal receive SIGKILL unconfined | yes | RuntimeDefault",
        "signal send kill unconfined | no | ''",
        "signal send exists unconfined | yes | RuntimeDefault",
        "ptrace trace other | no | ''",
        "ptrace readby other | yes | RuntimeDefault",
        "mount /mnt | no | RuntimeDefault",
        "remount /mnt | no | RuntimeDefault",
        "unmount /mnt | yes | RuntimeDefault",
        "unmount /d/x/ | no | mounts/stay",
        "pivotroot /mnt | no | ''",
        "limit nofile 64 | yes | ''",
        "limit nofile 65 | no | resourceLimits/files"
      })
  void whoDecides(String words, String allowed, String names) {
    Answer answer = ask(Mode.ENFORCE, words);
    assertThat(answer.allowed()).isEqualTo(allowed.equals("yes"));
    assertThat(names(answer)).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write /d/x | yes | true",
        "read /d/x | yes | false",
        "execute /usr/bin/dash | yes | true",
        "link /tmp/y /d/x | yes | true",
        "write /sys/kernel/x | no | true",
        "capability CAP_NET_RAW | yes | true",
        "capability SYS_ADMIN | no | false"
      })
  void complainReportsWhatItWouldDeny(String words, String allowed, boolean reported) {
    Answer answer = ask(Mode.COMPLAIN, words);
    assertThat(answer.allowed()).isEqualTo(allowed.equals("yes"));
    assertThat(answer.reported()).isEqualTo(reported);
  }

  @Test
  void theRuntimesGiveDifferentCapabilities() {
    Policy none = new DraftBuilder().policy();
    Question mknod = asked("capability MKNOD");
    assertThat(answer(none, ContainerRuntime.CONTAINERD, mknod).allowed()).isTrue();
    assertThat(answer(none, ContainerRuntime.CRIO, mknod).grounds())
        .containsExactly(
            new Answer.Ground(
                Answer.Source.RUNTIME,
                "cri-o",
                "gives no MKNOD to a container that does not ask for it"));
  }

  private static Answer ask(Mode mode, String words) {
    DRAFT.mode(mode.word());
    return answer(DRAFT.policy(), ContainerRuntime.CONTAINERD, asked(words));
  }

  private static Answer answer(Policy policy, ContainerRuntime runtime, Question question) {
    return Meaning.of(policy, policy.defaultContainer(), runtime).answer(question);
  }

  static Question asked(String words) {
    return switch (QuestionReader.read(List.of(words.split(" ")))) {
      case QuestionReader.Reading.Asked(Question question) -> question;
      case QuestionReader.Reading.Refused(String message) -> throw new AssertionError(message);
    };
  }

  private static String names(Answer answer) {
    return answer.grounds().stream()
        .map(Answer.Ground::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
