package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Mode;
import dev.palisade.policy.Policy;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.RuntimeDevices;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Answer.Source;
import dev.palisade.policy.meaning.Question.UseDevice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceMeaningTest {
  private static final List<DeviceRule> DENYING =
      DeviceSamples.rules(
          "no-disks Deny Block *:* Read,Write",
          "no-memory Deny Character 1:* Read,Write,Mknod",
          "no-kvm Deny Character 10:232 Write");

  private static final List<DeviceRule> LISTING =
      DeviceSamples.rules(
          "fuse Allow Character 10:229 Read,Write",
          "misc Allow Character 10:* Read",
          "no-tun Deny Character 10:200 Read,Write,Mknod");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "device block 8:0 read | no | devices/no-disks: deny read or write any Block device",
        "device block 259:3 mknod,write | no | devices/no-disks: deny read or write any Block device",
        "device block 8:0 mknod | yes | : no rule is about it; it is as the runtime has it",
        "device character 1:1 read | no | devices/no-memory: deny read, write or mknod Character device 1:* but those that every container has",
        "device character 1:3 write | yes | minimum: every container has /dev/null",
        "device character 136:7 write | yes | minimum: every container has /dev/pts",
        "device character 10:232 write,read | no | devices/no-kvm: deny write Character device 10:232",
        "device character 10:232 read | yes | : no rule is about it; it is as the runtime has it"
      })
  void rulesTakeAway(String question, String answer, String ground) {
    assertThat(answer(DeviceSamples.policy(Mode.ENFORCE, DENYING), question))
        .isEqualTo(answer + " by " + ground);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "device character 10:229 write | yes | devices/fuse: allow read or write Character device 10:229",
        "device character 10:1 read | yes | devices/misc: allow read Character device 10:*",
        "device character 10:1 write | no | : no rule allows it",
        "device character 10:200 read | no | devices/no-tun: deny read, write or mknod Character device 10:200",
        "device block 8:0 read | no | : no rule allows it",
        "device character 1:3 mknod | yes | minimum: every container has /dev/null"
      })
  void aListAllowsNothingElse(String question, String answer, String ground) {
    assertThat(answer(DeviceSamples.policy(Mode.ENFORCE, LISTING), question))
        .isEqualTo(answer + " by " + ground);
  }

  /** All rules that allow some of it together. */
  @Test
  void severalRulesAllowTogether() {
    Answer answer =
        DeviceMeaning.of(LISTING).answer((UseDevice) asked("device character 10:229 read,write"));
    assertThat(answer.grounds())
        .extracting(Ground::name)
        .containsExactly("devices/fuse", "devices/misc");
  }

  @ParameterizedTest
  @CsvSource({"device block 8:0 read", "device character 1:3 write"})
  void complainHoldsNothing(String question) {
    assertThat(answer(DeviceSamples.policy(Mode.COMPLAIN, LISTING), question))
        .isEqualTo("yes by : rules about devices are not held in mode Complain");
  }

  @Test
  void withoutRulesNothingIsSaid() {
    assertThat(answer(DeviceSamples.policy(Mode.ENFORCE, List.of()), "device character 1:3 read"))
        .isEqualTo("yes by : no rule is about it; it is as the runtime has it");
  }

  /** The table decides; whatever it says, one of the rules, the list or the minimum is why. */
  @Test
  void groundsAgreeWithTheTable() {
    for (int seed = 0; seed < 300; seed++) {
      var samples = new DeviceSamples(seed);
      DeviceMeaning meaning = DeviceMeaning.of(samples.rules());
      for (int i = 0; i < 30; i++) {
        UseDevice asked = samples.question();
        Answer answer = meaning.answer(asked);
        assertThat(isSaid(meaning, asked, answer))
            .as("seed %d, %s: %s of %s", seed, Wording.of(asked), answer, meaning.rules())
            .isTrue();
      }
    }
  }

  private static boolean isSaid(DeviceMeaning meaning, UseDevice asked, Answer answer) {
    Ground first = answer.grounds().getFirst();
    boolean minimum = RuntimeDevices.of(asked.device()).isPresent();
    if (first.source() == Source.POLICY) {
      DeviceAction action = answer.allowed() ? DeviceAction.ALLOW : DeviceAction.DENY;
      return !minimum
          && answer.grounds().stream()
              .allMatch(g ->
                  meaning.rules().stream()
                      .anyMatch(
                          r -> g.name().equals("devices/" + r.name()) && r.action() == action));
    }
    return minimum
        ? answer.allowed() && first.source() == Source.RUNTIME
        : first.source() == Source.NOTHING && answer.allowed() != meaning.isListed();
  }

  private static String answer(Policy policy, String question) {
    Answer answer =
        Meaning.of(policy, policy.defaultContainer(), ContainerRuntime.CONTAINERD)
            .answer(asked(question));
    assertThat(answer.reported()).isFalse();
    Ground ground = answer.grounds().getFirst();
    assertThat(answer.grounds()).hasSize(1);
    return "%s by %s: %s".formatted(answer.allowed() ? "yes" : "no", ground.name(), ground.rule());
  }

  /** And back: the words of a question are what it is read from. */
  private static Question asked(String words) {
    return switch (QuestionReader.read(List.of(words.split(" ", -1)))) {
      case QuestionReader.Reading.Asked(Question question) -> question;
      case QuestionReader.Reading.Refused(String message) -> throw new AssertionError(message);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "device b 8:0 read -> unknown \"b\"; write one of block, character",
        "device block 8 read -> \"8\" is no device; write its two numbers, as ls -l shows them, such as 8:0, at most 4095:1048575",
        "device block 4096:0 read -> \"4096:0\" is no device; write its two numbers, as ls -l shows them, such as 8:0, at most 4095:1048575",
        "device block 8:0 execute -> unknown \"execute\"; write one of read, write, mknod",
        "device block 8:0 -> the words are: device block|character MAJOR:MINOR read|write|mknod"
      })
  void whatCannotBeAskedIsRefused(String words, String message) {
    assertThat(QuestionReader.read(List.of(words.split(" ", -1))))
        .isEqualTo(new QuestionReader.Reading.Refused(message));
  }

  @Test
  void aQuestionIsSaidAsItIsRead() {
    List<String> words = List.of("device", "character", "10:229", "read,mknod");
    assertThat(Wording.of(asked(String.join(" ", words)))).isEqualTo(words);
  }
}
