package dev.palisade.policy.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.policy.DraftBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTableTest {
  /** Rules as {@code ACTION TYPE NUMBERS ACCESS...}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Only what is named is taken.
        "Deny Character 10:229 Read Write | Character 10:229 Read+Write",
        "Deny Block 8:* Mknod | Block 8:* Mknod",
        "Deny Block *:* Mknod; Deny Block 8:0 Read | Block *:* Mknod, Block 8:0 Read+Mknod",
        // A wide denial leaves alone what every container has.
        "Deny Character 5:* Read | Character 5:* Read, Character 5:0 -, Character 5:2 -",
        // One allowance, and nothing else is allowed, of both types.
        "Allow Block 8:* Read | Block *:* Read+Write+Mknod, Block 8:* Write+Mknod,"
            + " Character 136:* -, Character *:* Read+Write+Mknod, Character 1:3 -, Character 1:5 -,"
            + " Character 1:7 -, Character 1:8 -, Character 1:9 -, Character 5:0 -, Character 5:2 -",
        "Allow Block *:* Read Write Mknod; Allow Character *:* Read Write Mknod; Deny Block 8:0 Read"
            + " | Block 8:0 Read",
        // What says nothing more is not said again.
        "Deny Block 8:* Read; Deny Block 8:0 Read; Deny Block 8:* Read | Block 8:* Read",
        "Allow Block *:* Read Write Mknod; Allow Character *:* Read Write Mknod | ''"
      })
  void says(String rules, String said) {
    DeviceTable table = DeviceTable.of(rules(rules));
    assertThat(table.said())
        .containsExactlyInAnyOrderElementsOf(said.isEmpty() ? List.of() : split(said, ", "));
    assertThat(table.isEmpty()).isEqualTo(said.isEmpty());
  }

  @Test
  void answersForEachDevice() {
    DeviceTable table =
        DeviceTable.of(rules("Deny Character 1:* Read Mknod; Deny Block 8:0 Write"));
    assertThat(table.denied(DeviceType.CHARACTER, 1, 1))
        .containsExactly(DeviceAccess.READ, DeviceAccess.MKNOD);
    assertThat(table.denied(DeviceType.CHARACTER, 1, 3)).isEmpty();
    assertThat(table.denied(DeviceType.BLOCK, 8, 0)).containsExactly(DeviceAccess.WRITE);
    assertThat(table.denied(DeviceType.BLOCK, 8, 1)).isEmpty();
  }

  /** Of lists by chance: equal words have one meaning, and equal meanings one set of words. */
  @Test
  void equalWordsAreEqualMeanings() {
    var random = new RandomRules(3);
    Map<Set<String>, String> meanings = new HashMap<>();
    Map<String, Set<String>> words = new HashMap<>();
    int met = 0;
    for (int i = 0; i < 3000; i++) {
      List<DeviceRule> rules = random.list(4);
      Set<String> said = DeviceTable.of(rules).said();
      String meaning = meaning(rules);
      met += meanings.containsKey(said) ? 1 : 0;
      assertThat(meanings.computeIfAbsent(said, s -> meaning)).as("%s", rules).isEqualTo(meaning);
      assertThat(words.computeIfAbsent(meaning, m -> said)).as("%s", rules).isEqualTo(said);
    }
    assertThat(met).as("lists that mean what an earlier one does").isGreaterThan(500);
  }

  /** What is denied of each device, one digit each. */
  private static String meaning(List<DeviceRule> rules) {
    var meaning = new StringBuilder();
    for (DeviceType type : DeviceType.values()) {
      for (int major : RandomRules.majors()) {
        for (int minor : RandomRules.minors()) {
          meaning.append(DeviceAccess.bits(RandomRules.denied(rules, type, major, minor)));
        }
      }
    }
    return meaning.toString();
  }

  @Test
  void equalTablesHaveEqualPrograms() {
    DeviceTable one = DeviceTable.of(rules("Deny Block 8:* Read; Deny Block 9:1 Read Write"));
    DeviceTable other =
        DeviceTable.of(
            rules(
                "Deny Block 9:1 Write; Deny Block 8:3 Read; Deny Block 8:* Read; Deny Block 9:1 Read"));
    assertThat(DeviceProgram.of(other)).isEqualTo(DeviceProgram.of(one));
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 0, no device has major number 4096",
    "1, 1048576, no device has minor number 1048576",
    ", 1, a minor number without its major"
  })
  void noRuleHasNumbersThatNoDeviceHas(Integer major, int minor, String message) {
    assertThatThrownBy(() ->
            new DeviceRule(
                "a",
                DeviceAction.DENY,
                DeviceType.BLOCK,
                major == null ? OptionalInt.empty() : OptionalInt.of(major),
                OptionalInt.of(minor),
                Set.of(DeviceAccess.READ)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static List<DeviceRule> rules(String text) {
    var draft = new DraftBuilder();
    List<String> rules = split(text, "; ");
    for (int i = 0; i < rules.size(); i++) {
      String[] words = rules.get(i).split(" ", 4);
      draft.device("r" + i, words[0], words[1], words[2], words[3]);
    }
    return draft.policy().devices();
  }

  private static List<String> split(String text, String by) {
    return Arrays.asList(text.split(by, -1));
  }
}
