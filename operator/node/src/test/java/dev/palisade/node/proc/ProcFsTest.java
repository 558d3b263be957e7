package dev.palisade.node.proc;

import static org.assertj.core.api.Assertions.assertThat;

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
            new ContainerProcess(77, 43.21, ID, new Label("palisade.x", "enforce"), 0xa80425fbL));
    assertThat(seen.in("")).isEmpty();
    assertThat(seen.names("palisade.x")).isTrue();
    assertThat(seen.names("palisade.y")).isFalse();
  }

  @Test
  void aLabelForTheNextExecNamesItsProfileToo() throws IOException {
    Files.writeString(root.resolve("uptime"), "100.50 99.00\n");
    process(5, "unconfined\n", "0::/\n", "runc");
    Files.writeString(root.resolve("5/attr/apparmor/exec"), "palisade.next (enforce)\n");
    assertThat(new ProcFs(root).scan().names("palisade.next")).isTrue();
  }

  private void process(int pid, String label, String cgroup, String command) throws IOException {
    Path directory = root.resolve(Integer.toString(pid));
    Files.createDirectories(directory.resolve("attr/apparmor"));
    Files.writeString(directory.resolve("attr/apparmor/current"), label);
    Files.writeString(directory.resolve("cgroup"), cgroup);
    Files.writeString(
        directory.resolve("stat"),
        pid + " (" + command + ") S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4321 99 88\n");
    Files.writeString(
        directory.resolve("status"), "Name:\tx\nCapBnd:\t00000000a80425fb\nCapAmb:\t0\n");
  }
}
