package dev.palisade.node.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.metrics.HelperMetrics;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.verify.PodDevices;
import dev.palisade.node.verify.PodDevices.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceUpkeepTest {
  private static final Pod POD = Fixtures.pod(Fixtures.privilegedPod());
  private static final Revision REVISION = Revision.of(Fixtures.devicesProfile("All"));

  @TempDir Path root;
  private final FakeDeviceKernel kernel = new FakeDeviceKernel();
  private Path cgroup;
  private DeviceUpkeep upkeep;

  @BeforeEach
  void node() throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(root.resolve("bpf"));
    cgroup = Files.createDirectories(root.resolve("cgroup/kubepods/poduid-1"));
    Files.writeString(root.resolve("cgroup/cgroup.controllers"), "");
    Files.writeString(cgroup.resolve("cgroup.procs"), "");
    upkeep = upkeep(true);
  }

  private DeviceUpkeep upkeep(boolean enabled) {
    return new DeviceUpkeep(
        enabled,
        root.resolve("cgroup"),
        root.resolve("bpf"),
        kernel,
        new ProcFs(root.resolve("proc")),
        new HelperMetrics(),
        InstantSource.system());
  }

  private void container(String id, String pids) {
    try {
      Path made = Files.createDirectories(cgroup.resolve(id));
      Files.writeString(made.resolve("cgroup.procs"), pids);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DevicesSeen look() {
    return look(REVISION);
  }

  private DevicesSeen look(Revision revision) {
    return upkeep.look(List.of(POD), Map.of(Fixtures.REVISION, revision), true);
  }

  private PodDevices seen() {
    return look().of("uid-1").orElseThrow();
  }

  @Test
  void aNewPodGetsItsProgramOnce() {
    DevicesSeen first = look();
    assertThat(first.changed()).isTrue();
    DevicesSeen second = look();
    assertThat(second.changed()).isFalse();
    assertThat(second.of("uid-1")).contains(PodDevices.of(Proof.ATTACHED));
    assertThat(kernel.done)
        .containsExactly("load palisade_try", "load palisade", "attach palisade poduid-1");
  }

  @Test
  void aPodThatRunsAlreadyGetsItLateAndARestartedHelperKnowsThat() {
    container(Fixtures.APP_ID, "11\n");
    look();
    assertThat(seen()).isEqualTo(PodDevices.of(Proof.ATTACHED_LATE));
    assertThat(kernel.at(cgroup)).containsExactly("palisade_late");
    upkeep = upkeep(true);
    assertThat(look().changed()).isFalse();
    assertThat(seen()).isEqualTo(PodDevices.of(Proof.ATTACHED_LATE));
  }

  @Test
  void whatSomebodyTakesAwayIsAttachedAgainAndLate() {
    look();
    kernel.detach(cgroup);
    assertThat(look().changed()).isTrue();
    assertThat(seen()).isEqualTo(PodDevices.of(Proof.ATTACHED_LATE));
  }

  /** Nobody can tell whether its first process came before the program or after. */
  @Test
  void aContainerThatStartsMeanwhileMakesItLate() {
    kernel.meanwhile = () -> container(Fixtures.APP_ID, "11\n");
    look();
    kernel.meanwhile = () -> {};
    assertThat(seen()).isEqualTo(PodDevices.of(Proof.ATTACHED_LATE));
    assertThat(kernel.at(cgroup)).containsExactly("palisade", "palisade_late");
  }

  /** The kubelet makes it anew after it has removed it. */
  @Test
  void aCgroupThatIsNewIsNotLate() throws IOException {
    look();
    Files.delete(cgroup.resolve("cgroup.procs"));
    Files.delete(cgroup);
    kernel.detach(cgroup);
    assertThat(seen().proof()).isEqualTo(Proof.MISSING);
    Files.createDirectories(cgroup);
    Files.writeString(cgroup.resolve("cgroup.procs"), "");
    look();
    assertThat(seen()).isEqualTo(PodDevices.of(Proof.ATTACHED));
  }

  @Test
  void whatFailsIsSaidAndTriedAgain() {
    kernel.refusesAttaching = "somebody else's program suffers no other";
    assertThat(look().changed()).isFalse();
    assertThat(seen()).isEqualTo(PodDevices.missing("somebody else's program suffers no other"));
    kernel.refusesAttaching = "";
    look();
    assertThat(seen()).isEqualTo(PodDevices.of(Proof.ATTACHED));
  }

  @Test
  void switchedOffNothingIsTouchedAndThePodIsToldWhy() throws IOException {
    upkeep = upkeep(false);
    DevicesSeen seen = look();
    assertThat(seen.support()).isEqualTo(DevicesSupport.SWITCHED_OFF);
    assertThat(seen.of("uid-1").orElseThrow().message()).contains("devices.enabled=true");
    assertThat(kernel.done).isEmpty();
    try (var files = Files.list(root.resolve("bpf"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void rulesThatThisHelperDoesNotKnowAreNotHeldInPart() {
    Json newer =
        Fixtures.json(
            new String(JsonText.write(Fixtures.devicesProfile("All")), StandardCharsets.UTF_8)
                .replace("\"Mknod\"]", "\"Mknod\",\"Ioctl\"]"));
    PodDevices seen = look(Revision.of(newer)).of("uid-1").orElseThrow();
    assertThat(seen.proof()).isEqualTo(Proof.MISSING);
    assertThat(seen.message()).contains("no-disks").contains("upgrade");
    assertThat(kernel.at(cgroup)).isEmpty();
  }

  @Test
  void podsThatAreNotToHaveOneAreLeftAlone() {
    Revision without = Fixtures.revision("All");
    assertThat(look(without).pods()).isEmpty();
    Pod ended =
        Fixtures.pod(
            Fixtures.privilegedPod().replace("'phase': 'Running'", "'phase': 'Succeeded'"));
    assertThat(upkeep.look(List.of(ended), Map.of(Fixtures.REVISION, REVISION), true).pods())
        .isEmpty();
    assertThat(kernel.done).containsExactly("load palisade_try");
  }

  @Test
  void pinsGoWithTheLastPodButNotBeforePodsAreKnown() throws IOException {
    look();
    Path pins = root.resolve("bpf/palisade");
    upkeep.look(List.of(), Map.of(), false);
    assertThat(pins).isNotEmptyDirectory();
    upkeep.look(List.of(), Map.of(), true);
    assertThat(pins).isEmptyDirectory();
    assertThat(kernel.at(cgroup)).as("what is attached stays so").containsExactly("palisade");
  }

  @Test
  void thePinOfAPodWhoseCgroupIsNotFoundStays() throws IOException {
    look();
    upkeep = upkeep(true);
    Files.delete(cgroup.resolve("cgroup.procs"));
    Files.delete(cgroup);
    assertThat(seen().proof()).isEqualTo(Proof.MISSING);
    assertThat(root.resolve("bpf/palisade")).isNotEmptyDirectory();
  }
}
