package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceReaderTest {
  private static final String AT = "spec.devices[0]";

  @Test
  void readsWhatIsWritten() {
    var draft =
        new DraftBuilder()
            .device("fuse", "Deny", "Character", "10:229", "Read Write")
            .device("disks", "Allow", "Block", "*:*", "Mknod");
    assertThat(draft.policy().devices())
        .containsExactly(
            new DeviceRule(
                "fuse",
                DeviceAction.DENY,
                DeviceType.CHARACTER,
                OptionalInt.of(10),
                OptionalInt.of(229),
                Set.of(DeviceAccess.READ, DeviceAccess.WRITE)),
            new DeviceRule(
                "disks",
                DeviceAction.ALLOW,
                DeviceType.BLOCK,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Set.of(DeviceAccess.MKNOD)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | Block | 8:0 | Read | .action: action is missing; write Deny or Allow",
        "Audit | Block | 8:0 | Read | .action: unknown action \"Audit\"; write Deny or Allow",
        "Deny | '' | 8:0 | Read | .type: type is missing; write Block or Character",
        "Deny | Char | 8:0 | Read | .type: unknown type \"Char\"; write Block or Character",
        "Deny | Block | 8:0 | Open | .access: unknown access \"Open\"; write Read, Write or Mknod",
        "Deny | Block | 4096:0 | Read"
            + " | .major: \"4096\" is no major number; write one from 0 to 4095, or leave major out for all",
        "Deny | Block | -1:0 | Read"
            + " | .major: \"-1\" is no major number; write one from 0 to 4095, or leave major out for all",
        "Deny | Block | 8:1048576 | Read"
            + " | .minor: \"1048576\" is no minor number; write one from 0 to 1048575, or leave minor out for all",
        "Deny | Block | 8:99999999999 | Read"
            + " | .minor: \"99999999999\" is no minor number; write one from 0 to 1048575, or leave minor out for all",
        "Deny | Block | *:0 | Read"
            + " | .minor: a minor number says nothing without its major; add major, or leave minor out",
        "Deny | Character | 1:3 | Mknod"
            + " | .major: denies /dev/null (Character 1:3), which every container needs; leave the rule out",
        "Deny | Character | 136:* | Read"
            + " | .major: denies /dev/pts (Character 136:*), which every container needs; leave the rule out",
        "Deny | Character | 136:7 | Read"
            + " | .major: denies /dev/pts (Character 136:*), which every container needs; leave the rule out"
      })
  void refuses(String action, String type, String numbers, String access, String problem) {
    assertThat(errors(new DraftBuilder().device("a", action, type, numbers, access)))
        .containsExactly(AT + problem);
  }

  @Test
  void refusesARuleWithoutFields() {
    var draft = new DraftBuilder();
    draft.devices.add(new Draft.Rule("a", "Deny", Map.of()));
    assertThat(errors(draft))
        .containsExactly(
            AT + ".type: type is missing; write Block or Character",
            AT + ".access: access is missing; write one of Read, Write and Mknod, or several");
  }

  @Test
  void refusesNamesThatAreThereTwiceOrAreNone() {
    assertThat(errors(disks("a", "a", "A b")))
        .containsExactly(
            "spec.devices[1].name: rule \"a\" is there twice; choose another name",
            "spec.devices[2].name: the rule name is \"A b\"; write at most 63 lower-case letters,"
                + " digits and -");
  }

  @Test
  void takesAThousandRules() {
    var draft = new DraftBuilder();
    for (int i = 0; i < 1000; i++) {
      draft.device("r" + i, "Deny", "Block", "8:" + i, "Read");
    }
    assertThat(draft.policy().devices()).hasSize(1000);
    draft.device("more", "Deny", "Block", "8:*", "Read");
    assertThat(errors(draft))
        .containsExactly(
            "spec.devices: 1001 rules; write at most 1000, without minor for all devices of a major"
                + " number");
  }

  /** What every container has may be allowed in words, and is left alone by wider denials. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Allow Character 1:3",
        "Deny Character 1:*",
        "Deny Character *:*",
        "Deny Block 1:3"
      })
  void takesRulesThatLeaveTheMinimum(String rule) {
    List<String> words = List.of(rule.split(" ", -1));
    assertThat(
            errors(
                new DraftBuilder().device("a", words.get(0), words.get(1), words.get(2), "Read")))
        .isEmpty();
  }

  @Test
  void aProgramCannotReportSoNoneIsHeldInModeComplain() {
    DraftBuilder draft = disks("a");
    assertThat(draft.policy().enforcedDevices()).isEqualTo(draft.policy().devices()).hasSize(1);
    assertThat(draft.policy().deviceTable().isEmpty()).isFalse();
    Policy complains = draft.mode("Complain").policy();
    assertThat(complains.devices()).hasSize(1);
    assertThat(complains.enforcedDevices()).isEmpty();
    assertThat(complains.deviceTable().isEmpty()).isTrue();
    assertThat(complains.under(List.of()).devices()).hasSize(1);
    assertThat(Hashes.source(complains))
        .isEqualTo(Hashes.source(new DraftBuilder().mode("Complain").policy()));
  }

  /** Names, order and what says nothing more are in no hash. */
  @Test
  void sourceIsWhatTheRulesComeTo() {
    var one = disks("a", "b").device("c", "Deny", "Character", "10:*", "Read Write");
    var same =
        new DraftBuilder()
            .device("w", "Deny", "Character", "10:*", "Write")
            .device("r", "Deny", "Character", "10:*", "Read")
            .device("d", "Deny", "Block", "8:*", "Read");
    assertThat(Hashes.source(same.policy())).isEqualTo(Hashes.source(one.policy()));
    assertThat(Hashes.source(same.policy())).isNotEqualTo(Hashes.source(disks("a").policy()));
  }

  private static DraftBuilder disks(String... names) {
    var draft = new DraftBuilder();
    for (String name : names) {
      draft.device(name, "Deny", "Block", "8:*", "Read");
    }
    return draft;
  }

  private static List<String> errors(DraftBuilder draft) {
    return draft.read() instanceof PolicyReading.Refused(var problems)
        ? problems.stream().map(Problem::toString).toList()
        : List.of();
  }
}
