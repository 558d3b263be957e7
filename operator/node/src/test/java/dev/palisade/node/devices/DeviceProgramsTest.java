package dev.palisade.node.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.linux.BpfProgram;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceProgramsTest {
  private static final DeviceCode CODE = code(8);

  @TempDir Path bpf;
  private final FakeDeviceKernel kernel = new FakeDeviceKernel();

  static DeviceCode code(int major) {
    return DeviceCode.of(
        List.of(
            new DeviceRule(
                "no-disks",
                DeviceAction.DENY,
                DeviceType.BLOCK,
                OptionalInt.of(major),
                OptionalInt.empty(),
                Set.of(DeviceAccess.values()))));
  }

  private DevicePrograms programs() {
    return new DevicePrograms(kernel, bpf);
  }

  private Path pin() {
    return bpf.resolve("palisade").resolve(CODE.hash());
  }

  private Path latePin() {
    return bpf.resolve("palisade").resolve(CODE.hash() + "-late");
  }

  @Test
  void aProgramIsLoadedOnceAndPinnedUnderItsHash() throws IOException {
    DevicePrograms programs = programs();
    BpfProgram first = programs.inTime(CODE);
    assertThat(programs.inTime(CODE)).isEqualTo(first);
    assertThat(kernel.done).containsExactly("load palisade");
    assertThat(CODE.hash()).matches("[0-9a-f]{32}");
    assertThat(pin()).hasContent(Integer.toString(first.id()));
    assertThat(programs.lateIfAny(CODE)).isEmpty();
  }

  @Test
  void theLateOneIsAnotherOfTheSameInstructions() throws IOException {
    DevicePrograms programs = programs();
    BpfProgram late = programs.late(CODE);
    BpfProgram inTime = programs.inTime(CODE);
    assertThat(late.id()).isNotEqualTo(inTime.id());
    assertThat(late.tag()).isEqualTo(inTime.tag());
    assertThat(late.name()).isEqualTo("palisade_late");
    assertThat(latePin()).hasContent(Integer.toString(late.id()));
    assertThat(programs.lateIfAny(CODE)).contains(late);
  }

  @Test
  void aRestartedHelperFindsBothAgain() throws IOException {
    int inTime = programs().inTime(CODE).id();
    int late = programs().late(CODE).id();
    DevicePrograms restarted = programs();
    assertThat(restarted.inTime(CODE).id()).isEqualTo(inTime);
    assertThat(restarted.lateIfAny(CODE).orElseThrow().id()).isEqualTo(late);
  }

  @Test
  void whatIsLoadedToCompareIsClosedAgain() throws IOException {
    programs().inTime(CODE);
    assertThat(kernel.open).hasSize(1);
    programs().inTime(CODE);
    assertThat(kernel.open).hasSize(2);
  }

  @Test
  void aPinThatHoldsAnotherProgramIsReplaced() throws IOException {
    BpfProgram other = programs().inTime(code(9));
    Files.writeString(pin(), Integer.toString(other.id()));
    BpfProgram right = programs().inTime(CODE);
    assertThat(right.id()).isNotEqualTo(other.id());
    assertThat(right.tag()).isNotEqualTo(other.tag());
    assertThat(pin()).hasContent(Integer.toString(right.id()));
  }

  @Test
  void aPinThatIsRemovedIsMadeAgain() throws IOException {
    DevicePrograms programs = programs();
    BpfProgram program = programs.inTime(CODE);
    Files.delete(pin());
    assertThat(programs.inTime(CODE)).isEqualTo(program);
    assertThat(pin()).hasContent(Integer.toString(program.id()));
  }

  @Test
  void whatNoPodNeedsIsUnpinnedAndClosedAndNothingElseGoes() throws IOException {
    programs().inTime(code(9));
    kernel.open.clear();
    DevicePrograms programs = programs();
    programs.inTime(CODE);
    programs.late(CODE);
    Path notOurs = Files.writeString(bpf.resolve("palisade").resolve("notes"), "1");
    programs.keepOnly(Set.of(CODE.hash()));
    assertThat(bpf.resolve("palisade"))
        .isDirectoryNotContaining("glob:**" + code(9).hash())
        .isDirectoryContaining("glob:**" + CODE.hash())
        .isDirectoryContaining("glob:**" + CODE.hash() + "-late");
    programs.keepOnly(Set.of());
    assertThat(kernel.open).isEmpty();
    try (var left = Files.list(bpf.resolve("palisade"))) {
      assertThat(left).containsExactly(notOurs);
    }
  }

  @Test
  void whereNothingWasEverPinnedThereIsNothingToRemove() throws IOException {
    programs().keepOnly(Set.of());
    assertThat(bpf.resolve("palisade")).doesNotExist();
  }
}
