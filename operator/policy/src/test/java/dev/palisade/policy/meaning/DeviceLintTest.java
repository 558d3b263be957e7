package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Mode;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceLintTest {
  @Test
  void complainHoldsNothing() {
    List<DeviceRule> rules = DeviceSamples.rules("no-disks Deny Block *:* Read");
    assertThat(findings(Mode.COMPLAIN, rules))
        .containsExactly(
            "devices: rules about devices do nothing in mode Complain: the kernel reports nothing of what they would deny; mode Enforce holds them");
    assertThat(findings(Mode.ENFORCE, rules)).isEmpty();
    assertThat(findings(Mode.COMPLAIN, List.of())).isEmpty();
  }

  @Test
  void whatIsDeniedIsAllowedInVain() {
    assertThat(
            findings(
                "disk Allow Block 8:3 Read",
                "disks Allow Block 8:* Read,Mknod",
                "no-disks Deny Block 8:* Read"))
        .containsExactly(
            "devices/disk: allows \"read Block device 8:3\" in vain: devices/no-disks denies all of it");
  }

  @Test
  void whatAnotherRuleSaysIsNotNeeded() {
    assertThat(
            findings(
                "no-disk Deny Block 8:0 Read",
                "no-disks Deny Block 8:* Read,Write",
                "again Deny Block 8:* Read,Write",
                "reads Deny Block 9:* Read",
                "writes Deny Block 9:* Write"))
        .containsExactly(
            "devices/no-disk: changes nothing about \"read Block device 8:0\": devices/no-disks says so already (read or write Block device 8:*)",
            "devices/again: changes nothing about \"read or write Block device 8:*\": devices/no-disks says so already (read or write Block device 8:*)");
  }

  @Test
  void whatNoRuleAllowsNeedsNoDenial() {
    assertThat(
            findings(
                "misc Allow Character 10:* Read",
                "no-tun Deny Character 10:200 Read,Write",
                "no-writes Deny Character 10:* Write",
                "no-disks Deny Block *:* Read"))
        .containsExactly(
            "devices/no-writes: changes nothing about \"write Character device 10:*\": no rule allows any of it",
            "devices/no-disks: changes nothing about \"read any Block device\": no rule allows any of it");
  }

  /** Alone it takes away all else. */
  @Test
  void whatEveryContainerHasNeedsARuleOnlyAsTheOnlyOne() {
    assertThat(findings("null Allow Character 1:3 Read")).isEmpty();
    assertThat(findings("null Allow Character 1:3 Read", "fuse Allow Character 10:229 Read"))
        .containsExactly(
            "devices/null: changes nothing about \"read Character device 1:3\": every container has it");
  }

  /** Without a rule of which this is said the table is the same. */
  @Test
  void onlyIdleRulesAreTold() {
    int told = 0;
    for (int seed = 0; seed < 400; seed++) {
      List<DeviceRule> rules = new DeviceSamples(seed).rules();
      for (Finding finding : DeviceLint.of(DeviceSamples.policy(Mode.ENFORCE, rules))) {
        if (finding.message().startsWith("changes nothing")) {
          told++;
          var others = new ArrayList<>(rules);
          others.removeIf(r -> finding.rule().equals("devices/" + r.name()));
          assertThat(DeviceTable.of(others).said())
              .as("seed %d: %s of %s", seed, finding, rules)
              .isEqualTo(DeviceTable.of(rules).said());
        }
      }
    }
    assertThat(told).isGreaterThan(50);
  }

  private static List<String> findings(String... rules) {
    return findings(Mode.ENFORCE, DeviceSamples.rules(rules));
  }

  private static List<String> findings(Mode mode, List<DeviceRule> rules) {
    return DeviceLint.of(DeviceSamples.policy(mode, rules)).stream()
        .map(f -> f.rule() + ": " + f.message())
        .toList();
  }
}
