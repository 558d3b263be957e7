package dev.palisade.node.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodCgroupsTest {
  private static final String UID = "0f3c2b1a-0000-4000-8000-000000000001";
  private static final String UID_ = "0f3c2b1a_0000_4000_8000_000000000001";

  @TempDir Path root;
  private Instant now = Instant.EPOCH;

  private PodCgroups cgroups() {
    return new PodCgroups(root, () -> now);
  }

  private Path make(String path) throws IOException {
    return Files.createDirectories(root.resolve(path));
  }

  /** Both drivers, each quality of service, and with a cgroup root. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubepods/pod" + UID,
        "kubepods/burstable/pod" + UID,
        "kubepods/besteffort/pod" + UID,
        "kubelet/kubepods/burstable/pod" + UID,
        "a/b/c/d/kubepods/pod" + UID,
        "kubepods.slice/kubepods-pod" + UID_ + ".slice",
        "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + UID_ + ".slice",
        "kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + UID_ + ".slice",
        "kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod"
            + UID_
            + ".slice"
      })
  void aPodsCgroupIsFoundWhereTheKubeletMakesIt(String path) throws IOException {
    make("system.slice/containerd.service");
    Path made = make(path);
    PodCgroups cgroups = cgroups();
    assertThat(cgroups.of(UID)).contains(made);
    assertThat(cgroups.of(UID.replace('1', '2'))).isEmpty();
  }

  @Test
  void aUidThatIsAPathIsNoCgroup() throws IOException {
    make("kubepods/podx/y");
    assertThat(cgroups().of("x/y")).isEmpty();
    assertThat(cgroups().of("")).isEmpty();
  }

  @Test
  void parentsAreTheDirectoriesThatAreThere() throws IOException {
    Path kubepods = make("kubepods");
    PodCgroups cgroups = cgroups();
    assertThat(cgroups.parents()).containsExactly(kubepods);
    Path burstable = make("kubepods/burstable");
    assertThat(cgroups.parents()).containsExactly(kubepods, burstable);
    assertThat(new PodCgroups(root.resolve("none"), () -> now).parents()).isEmpty();
  }

  /** A kubelet that is given another root; the whole hierarchy is not searched at every look. */
  @Test
  void otherPlacesAreSearchedAMinuteLater() throws IOException {
    make("kubepods");
    PodCgroups cgroups = cgroups();
    assertThat(cgroups.of(UID)).isEmpty();
    Path made = make("other/kubepods/pod" + UID);
    assertThat(cgroups.of(UID)).isEmpty();
    now = now.plus(Duration.ofMinutes(2));
    assertThat(cgroups.of(UID)).contains(made);
  }

  @Test
  void processesAreToldByTheContainerInWhoseCgroupTheyAre() throws IOException {
    String a = "a".repeat(64);
    String b = "b".repeat(64);
    Path pod = make("kubepods/pod" + UID);
    procs(pod, "");
    procs(make("kubepods/pod" + UID + "/cri-containerd-" + a + ".scope"), "11\n12\n");
    procs(make("kubepods/pod" + UID + "/cri-containerd-" + a + ".scope/own/deep"), "13\n");
    procs(make("kubepods/pod" + UID + "/" + b), "");
    procs(make("kubepods/pod" + UID + "/crio-conmon-" + b + ".scope"), "9\n");
    Path threaded = make("kubepods/pod" + UID + "/" + b + "/threads");
    Files.writeString(threaded.resolve("cgroup.type"), "threaded\n");
    assertThat(PodCgroups.processes(pod))
        .hasSize(2)
        .containsEntry("", List.of(9))
        .hasEntrySatisfying(a, pids -> assertThat(pids).containsExactly(11, 12, 13));
    assertThat(PodCgroups.processes(root.resolve("gone"))).isEmpty();
  }

  private static void procs(Path cgroup, String pids) throws IOException {
    Files.writeString(cgroup.resolve("cgroup.procs"), pids);
    for (Path above = cgroup.getParent(); above.toString().contains("/pod"); ) {
      if (!Files.exists(above.resolve("cgroup.procs"))) {
        Files.writeString(above.resolve("cgroup.procs"), "");
      }
      above = above.getParent();
    }
  }
}
