package dev.palisade.node.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcFsTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  @TempDir Path root;

  /** {@code ID} is put in for the container id; {@code -} means none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0::/kubepods/burstable/pod0f3c/ID                                                            | ID
          0::/../../besteffort/pod0f3c/ID                                                              | ID
          0::/../ID                                                                                    | ID
          0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0f_3c.slice/cri-containerd-ID.scope | ID
          0::/kubepods.slice/kubepods-pod0f.slice/crio-ID.scope/container                              | ID
          0::/kubepods.slice/kubepods-pod0f.slice/crio-conmon-ID.scope                                 | -
          0::/system.slice/containerd.service/kubepods-pod0f.slice:cri-containerd:ID                   | ID
          12:cpu,cpuacct:/kubepods/pod0f/ID                                                            | ID
          0::/kubepods/burstable/pod0f3c/ID/init.scope                                                 | ID
          0::/kubepods/burstable/pod0f3c                                                               | -
          0::/                                                                                         | -
          0::/kubepods/pod0f/0123                                                                      | -
          """)
  void containerOfACgroup(String line, String expected) {
    assertThat(CgroupPath.containerId(line.replace("ID", ID) + "\n"))
        .isEqualTo(expected.equals("-") ? "" : ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unconfined                     | unconfined      |
          palisade.a.b (enforce)         | palisade.a.b    | enforce
          a (b (complain)                | a (b            | complain
          a//&b (enforce)                | a//&b           | enforce
          """)
  void label(String text, String name, String mode) {
    assertThat(Label.parse(text + "\n")).isEqualTo(new Label(name, mode == null ? "" : mode));
  }

  @Test
  void aStackAndAChildNameTheirParts() {
    Label label = new Label("x//child//&y", "enforce");
    assertThat(List.of("x", "y", "x//child")).allMatch(label::names);
    assertThat(List.of("child", "x//", "z")).noneMatch(label::names);
  }

  @Test
  void oneLookAtAllProcesses() throws IOException {
    Files.writeString(root.resolve("uptime"), "100.50 99.00\n");
    process(1, "unconfined\n", "0::/init.scope\n", "systemd");
    process(77, "palisade.x (enforce)\n", "0::/../pod1/" + ID + "\n", "a) b (c");
    Files.createDirectory(root.resolve("99"));
    Processes seen = new ProcFs(root).scan();
    assertThat(seen.uptime()).isEqualTo(100.5);
    assertThat(seen.in(ID))
        .containsExactly(
            new ContainerProcess(
                77, 43.21, ID, new Label("palisade.x", "enforce"), 0xa80425fbL, 2, List.of()));
    assertThat(seen.in("")).isEmpty();
    assertThat(seen.names("palisade.x")).isTrue();
    assertThat(seen.names("palisade.y")).isFalse();
  }

  /** A kernel without seccomp does not say so. */
  @ParameterizedTest
  @CsvSource({
    "Seccomp:\t2, 2, true",
    "Seccomp:\t1, 1, false",
    "Seccomp:\t0, 0, false",
    "'', 0, false"
  })
  void whetherAProcessHasAFilter(String line, int mode, boolean filtered) throws IOException {
    Files.writeString(root.resolve("uptime"), "100.50 99.00\n");
    process(77, "palisade.x (enforce)\n", "0::/../pod1/" + ID + "\n", "app");
    Files.writeString(root.resolve("77/status"), "Name:\tSeccomp:\nCapBnd:\t0f\n" + line + "\n");
    ContainerProcess process = new ProcFs(root).scan().in(ID).getFirst();
    assertThat(process.seccomp()).isEqualTo(mode);
    assertThat(process.isFiltered()).isEqualTo(filtered);
    assertThat(process.boundingSet()).isEqualTo(0xf);
  }

  /** As a browser's sandbox has it: all capabilities, and all of them worth nothing outside. */
  @Test
  void aUserNamespaceOfAProcessGivesItNothingOfTheContainers() throws IOException {
    Files.writeString(root.resolve("uptime"), "100.50 99.00\n");
    process(77, "palisade.x (enforce)\n", "0::/../pod1/" + ID + "\n", "app");
    process(78, "palisade.x (enforce)\n", "0::/../pod1/" + ID + "\n", "sandbox");
    Files.writeString(root.resolve("77/uid_map"), "         0          0 4294967295\n");
    Files.writeString(root.resolve("78/uid_map"), "         0       1000          1\n");
    Files.writeString(
        root.resolve("78/stat"),
        Files.readString(root.resolve("78/stat")).replace(" 4321 ", " 4400 "));
    assertThat(new ProcFs(root).scan().in(ID))
        .extracting(ContainerProcess::pid, ContainerProcess::boundingSet)
        .containsExactlyInAnyOrder(tuple(77, 0xa80425fbL), tuple(78, 0L));
  }

  @Test
  void aLabelForTheNextExecNamesItsProfileToo() throws IOException {
    Files.writeString(root.resolve("uptime"), "100.50 99.00\n");
    process(5, "unconfined\n", "0::/\n", "runc");
    Files.writeString(root.resolve("5/attr/apparmor/exec"), "palisade.next (enforce)\n");
    assertThat(new ProcFs(root).scan().names("palisade.next")).isTrue();
  }

  /**
   * The node's mounts and a process's as kubelet 1.37 and containerd 2.3 make them: a secret and a
   * projected volume in memory, a configMap on the node's disk, its own disk and a subPath of each.
   */
  @Test
  void volumesOfTheApiAreFoundWhereverTheyAreMounted() throws IOException {
    Files.writeString(root.resolve("uptime"), "100.50 99.00\n");
    process(1, "unconfined\n", "0::/init.scope\n", "systemd");
    process(77, "palisade.x (enforce)\n", "0::/../pod1/" + ID + "\n", "app");
    mounts(
        1,
        """
        22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
        80 22 0:51 / /var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~secret/tls rw,relatime shared:30 - tmpfs tmpfs rw,size=64k
        81 22 0:52 / /var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~projected/token rw,relatime shared:31 - tmpfs tmpfs rw
        82 22 0:53 / /var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~empty-dir/ram rw,relatime shared:32 - tmpfs tmpfs rw
        83 22 254:1 /srv /var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~local-volume/x rw,relatime - ext4 /dev/vda1 rw
        """);
    mounts(
        77,
        """
        90 80 0:60 / / rw,relatime - overlay overlay rw
        91 90 0:51 / /etc/tls ro,relatime - tmpfs tmpfs rw,size=64k
        92 90 0:51 /..2026_11_27/key /key\\040file rw,relatime - tmpfs tmpfs rw,size=64k
        93 90 0:52 / /run/secrets/kubernetes.io/serviceaccount rw,relatime - tmpfs tmpfs ro
        94 90 0:53 / /ram rw,relatime - tmpfs tmpfs rw
        95 90 254:1 /var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~configmap/conf /conf ro,noatime master:4 - ext4 /dev/vda1 rw
        96 90 254:1 /var/lib/kubelet/pods/uid-2/volumes/kubernetes.io~configmap/conf /other rw - ext4 /dev/vda1 rw
        97 90 254:1 /srv /srv rw - ext4 /dev/vda1 rw
        """);
    assertThat(new ProcFs(root).scan(ID::equals).in(ID).getFirst().volumes())
        .containsExactly(
            new ApiVolume("uid-1", "/etc/tls", true),
            new ApiVolume("uid-1", "/key\\040file", false),
            new ApiVolume("uid-1", "/run/secrets/kubernetes.io/serviceaccount", true),
            new ApiVolume("uid-1", "/conf", true),
            new ApiVolume("uid-2", "/other", false));
    assertThat(new ProcFs(root).scan().in(ID).getFirst().volumes()).isEmpty();
  }

  /** A process that cannot be looked at is not passed over: nothing is said of the node then. */
  @ParameterizedTest
  @CsvSource({"S, false", "Z, true"})
  void onlyAZombieMayBeWithoutMounts(String state, boolean passes) throws IOException {
    Files.writeString(root.resolve("uptime"), "100.50 99.00\n");
    process(1, "unconfined\n", "0::/init.scope\n", "systemd");
    mounts(1, "22 1 254:1 / / rw - ext4 /dev/vda1 rw\n");
    process(77, "palisade.x (enforce)\n", "0::/../pod1/" + ID + "\n", "Z) S", state);
    if (passes) {
      assertThat(new ProcFs(root).scan(ID::equals).in(ID)).hasSize(1);
    } else {
      assertThatThrownBy(() -> new ProcFs(root).scan(ID::equals))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("77/mountinfo");
    }
  }

  private void mounts(int pid, String mountinfo) throws IOException {
    Files.writeString(root.resolve(pid + "/mountinfo"), mountinfo);
  }

  private void process(int pid, String label, String cgroup, String command) throws IOException {
    process(pid, label, cgroup, command, "S");
  }

  private void process(int pid, String label, String cgroup, String command, String state)
      throws IOException {
    Path directory = root.resolve(Integer.toString(pid));
    Files.createDirectories(directory.resolve("attr/apparmor"));
    Files.writeString(directory.resolve("attr/apparmor/current"), label);
    Files.writeString(directory.resolve("cgroup"), cgroup);
    Files.writeString(
        directory.resolve("stat"),
        pid
            + " ("
            + command
            + ") "
            + state
            + " 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4321 99 88\n");
    Files.writeString(
        directory.resolve("status"),
        "Name:\tx\nCapBnd:\t00000000a80425fb\nCapAmb:\t0\nSeccomp:\t2\nSeccomp_filters:\t1\n");
  }
}
