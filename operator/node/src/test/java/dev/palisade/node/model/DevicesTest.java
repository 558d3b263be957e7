package dev.palisade.node.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
  private static Devices of(String entries) {
    return Revision.of(Fixtures.json("{'spec': {'devices': [%s]}}".formatted(entries))).devices();
  }

  @Test
  void rulesAreReadAsTheyAreWritten() {
    Devices devices =
        of(
            Fixtures.NO_DISKS
                + ", {'name': 'fuse', 'action': 'Allow', 'type': 'Character', 'major': 10, 'minor':"
                + " 229, 'access': ['Read']}, {'name': 'all', 'action': 'Deny', 'type': 'Block',"
                + " 'access': ['Mknod']}");
    assertThat(devices.unreadable()).isEmpty();
    assertThat(devices.rules())
        .containsExactly(
            new DeviceRule(
                "no-disks",
                DeviceAction.DENY,
                DeviceType.BLOCK,
                OptionalInt.of(8),
                OptionalInt.empty(),
                Set.of(DeviceAccess.values())),
            new DeviceRule(
                "fuse",
                DeviceAction.ALLOW,
                DeviceType.CHARACTER,
                OptionalInt.of(10),
                OptionalInt.of(229),
                Set.of(DeviceAccess.READ)),
            new DeviceRule(
                "all",
                DeviceAction.DENY,
                DeviceType.BLOCK,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Set.of(DeviceAccess.MKNOD)));
  }

  @Test
  void aRevisionWithoutThemHasNone() {
    assertThat(of("")).isEqualTo(Devices.NONE);
    assertThat(Revision.of(Fixtures.json("{'spec': {}}")).devices().isEmpty()).isTrue();
  }

  @Test
  void thoseOfTheClusterAreHeldWithThePolicysOwn() {
    String rule = "{'name': 'no-disks', 'action': 'Deny', 'type': '%s', 'access': ['Read']}";
    Devices devices =
        Revision.of(
                Fixtures.json(
                    "{'spec': {'devices': [%s], 'clusterPolicies': [{'name': 'a'}, {'name': 'b', 'devices': [%s]}]}}"
                        .formatted(rule.formatted("Block"), rule.formatted("Character"))))
            .devices();
    assertThat(devices.rules())
        .extracting(DeviceRule::type)
        .containsExactly(DeviceType.BLOCK, DeviceType.CHARACTER);
    assertThat(
            Revision.of(
                    Fixtures.json(
                        "{'spec': {'clusterPolicies': [{'name': 'b', 'devices': [{'name': 'of-later', 'action': 'Audit'}]}]}}"))
                .devices()
                .unreadable())
        .isPresent();
  }

  /** Neither a rule that is left out nor one that is read as another: both could be weaker. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "Deny"       | "Audit"                  | "Audit"
          "Block"      | "Any"                    | "Any"
          "Mknod"      | "Ioctl"                  | "Ioctl"
          "major":8    | "major":"8"              | a number
          "major":8    | "major":8.5              | 8.5
          "major":8    | "major":99999            | 99999
          "major":8    | "minor":8                | minor
          "major":8    | "major":8,"driver":"sd"  | field driver
          ["Read","Write","Mknod"] | []           | no access
          """,
      quoteCharacter = '`')
  void whatIsNotKnownMakesAllUnreadable(String from, String to, String why) {
    String rule = Fixtures.NO_DISKS.replace('\'', '"').replace(" ", "").replace(from, to);
    Devices devices = of(Fixtures.NO_DISKS + ", " + rule);
    assertThat(devices.rules()).isEmpty();
    assertThat(devices.isEmpty()).isFalse();
    assertThat(devices.unreadable().orElseThrow())
        .contains("rule no-disks about devices is not known to this helper")
        .contains(why)
        .contains("upgrade");
  }
}
