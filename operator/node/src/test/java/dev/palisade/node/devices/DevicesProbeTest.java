package dev.palisade.node.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesProbeTest {
  @TempDir Path root;
  private final FakeDeviceKernel kernel = new FakeDeviceKernel();

  @BeforeEach
  void unified() throws IOException {
    Files.writeString(root.resolve("cgroup.controllers"), "cpu memory\n");
  }

  private DevicesProbe probe(boolean enabled) {
    return new DevicesProbe(enabled, root, root, kernel);
  }

  @Test
  void aNodeThatTakesAProgramIsCapableAndAskedOnce() {
    DevicesProbe probe = probe(true);
    assertThat(probe.look()).isEqualTo(new DevicesSupport("Capable", ""));
    assertThat(probe.look().capable()).isTrue();
    assertThat(kernel.done).containsExactly("load palisade_try");
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void switchedOffNothingIsTouched() {
    DevicesSupport support = probe(false).look();
    assertThat(support.reason()).isEqualTo("SwitchedOff");
    assertThat(support.message()).contains("devices.enabled=true");
    assertThat(kernel.done).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedWithTheWayOut() throws IOException {
    kernel.mounted = false;
    assertThat(probe(true).look().reason()).isEqualTo("NoBpfFilesystem");
    assertThat(probe(true).look().message()).contains("mount -t bpf bpf /sys/fs/bpf");
    Files.delete(root.resolve("cgroup.controllers"));
    assertThat(probe(true).look().reason()).isEqualTo("CgroupV1");
    assertThat(probe(true).look().message()).contains("systemd.unified_cgroup_hierarchy=1");
    assertThat(kernel.done).isEmpty();
  }

  @Test
  void aRefusalIsSaidInTheKernelsWordsAndTriedAgain() {
    DevicesProbe probe = probe(true);
    kernel.refusesLoads = "give the helper CAP_BPF";
    assertThat(probe.look()).isEqualTo(new DevicesSupport("Refused", "give the helper CAP_BPF"));
    kernel.refusesLoads = "";
    assertThat(probe.look().capable()).isTrue();
  }
}
