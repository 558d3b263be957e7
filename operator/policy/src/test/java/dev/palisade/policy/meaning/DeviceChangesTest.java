package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Mode;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.meaning.Change.Kind;
import dev.palisade.policy.meaning.Question.UseDevice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceChangesTest {
  private static final List<DeviceRule> NONE = List.of();
  private static final List<DeviceRule> DISKS =
      DeviceSamples.rules("no-disks Deny Block 8:* Read,Write");
  private static final List<DeviceRule> FUSE =
      DeviceSamples.rules("fuse Allow Character 10:229 Read,Write");

  @Test
  void aDenialIsNarrower() {
    assertThat(changes(NONE, DISKS))
        .containsExactly(
            "NARROWER devices/no-disks: read or write Block device 8:*, as device block 8:0 read");
    assertThat(changes(DISKS, NONE))
        .containsExactly(
            "WIDER devices/no-disks (old): read or write Block device 8:*, as device block 8:0 read");
  }

  /** What was denied before is no change. */
  @Test
  void onlyTheAccessThatChangesIsSaid() {
    assertThat(changes(DISKS, DeviceSamples.rules("all Deny Block *:* Read,Mknod")))
        .containsExactly(
            "NARROWER devices/all: read any Block device but 8:*, as device block 1:0 read",
            "NARROWER devices/all: mknod any Block device, as device block 1:0 mknod",
            "WIDER devices/no-disks (old): write Block device 8:*, as device block 8:0 write");
  }

  /** A part of what a rule is about, where other rules leave the rest as it was. */
  @Test
  void onlyTheDevicesThatChangeAreSaid() {
    assertThat(
            changes(
                DISKS,
                DeviceSamples.rules(
                    "a-disk Allow Block 8:16 Read,Write", "fuse Allow Character 10:229 Read")))
        .containsExactly(
            "NARROWER devices: use any device that no rule allows, but those that every container has, as device block 1:0 read",
            "WIDER devices/no-disks (old): read or write Block device 8:16, as device block 8:16 read");
    assertThat(
            changes(
                DISKS,
                DeviceSamples.rules("one Deny Block 8:0 Read,Write", "two Deny Block 8:1 Read")))
        .containsExactly(
            "WIDER devices/no-disks (old): read Block device 8:* but 8:0, 8:1, as device block 8:2 read",
            "WIDER devices/no-disks (old): write Block device 8:* but 8:0, as device block 8:2 write");
    assertThat(changes(NONE, DeviceSamples.rules("no Deny Character 1:* Read")))
        .containsExactly(
            "NARROWER devices/no: read Character device 1:* but those that every container has, as device character 1:0 read");
  }

  @Test
  void aListTakesTheRest() {
    String rest = "use any device that no rule allows, but those that every container has";
    assertThat(changes(NONE, FUSE))
        .containsExactly("NARROWER devices: %s, as device block 1:0 read".formatted(rest));
    assertThat(changes(FUSE, NONE))
        .containsExactly("WIDER devices (old): %s, as device block 1:0 read".formatted(rest));
    List<DeviceRule> more =
        DeviceSamples.rules(
            "fuse Allow Character 10:229 Read,Write", "disk Allow Block 8:3 Read,Mknod");
    assertThat(changes(FUSE, more))
        .containsExactly(
            "WIDER devices/disk: read or mknod Block device 8:3, as device block 8:3 read");
    assertThat(changes(more, FUSE))
        .containsExactly(
            "NARROWER devices/disk (old): read or mknod Block device 8:3, as device block 8:3 read");
  }

  @Test
  void anotherWordingIsNoChange() {
    List<DeviceRule> split =
        DeviceSamples.rules(
            "a Deny Block 8:* Read", "b Deny Block 8:* Write", "c Deny Block 8:4 Read,Write");
    assertThat(changes(DISKS, split)).isEmpty();
  }

  @Test
  void complainHoldsNothing() {
    assertThat(
            DeviceChanges.between(
                DeviceMeaning.of(DeviceSamples.policy(Mode.COMPLAIN, DISKS)),
                DeviceMeaning.of(DeviceSamples.policy(Mode.ENFORCE, DISKS))))
        .extracting(RuleChange::kind)
        .containsExactly(Kind.NARROWER);
  }

  /** Whatever differs is found, and every witness differs. */
  @Test
  void noChangeIsMissed() {
    int compared = 0;
    for (int seed = 0; seed < 300; seed++) {
      var samples = new DeviceSamples(seed);
      DeviceMeaning before = DeviceMeaning.of(samples.rules());
      DeviceMeaning after = DeviceMeaning.of(samples.rules());
      Set<Kind> seen = new HashSet<>();
      for (RuleChange change : DeviceChanges.between(before, after)) {
        UseDevice witness = asked(change.witness());
        assertThat(before.allows(witness)).isEqualTo(change.kind() == Kind.NARROWER);
        assertThat(after.allows(witness)).isEqualTo(change.kind() == Kind.WIDER);
        seen.add(change.kind());
      }
      for (int i = 0; i < 40; i++) {
        UseDevice asked = samples.question();
        boolean was = before.allows(asked);
        if (was != after.allows(asked)) {
          compared++;
          assertThat(seen)
              .as("seed %d: %s", seed, Wording.of(asked))
              .contains(was ? Kind.NARROWER : Kind.WIDER);
        }
      }
    }
    assertThat(compared).isGreaterThan(1000);
  }

  private static UseDevice asked(String words) {
    return switch (QuestionReader.read(List.of(words.split(" ", -1)))) {
      case QuestionReader.Reading.Asked(UseDevice question) -> question;
      default -> throw new AssertionError(words);
    };
  }

  private static List<String> changes(List<DeviceRule> before, List<DeviceRule> after) {
    return DeviceChanges.between(DeviceMeaning.of(before), DeviceMeaning.of(after)).stream()
        .map(c ->
            "%s %s%s: %s, as %s"
                .formatted(c.kind(), c.rule(), c.isNew() ? "" : " (old)", c.what(), c.witness()))
        .toList();
  }
}
