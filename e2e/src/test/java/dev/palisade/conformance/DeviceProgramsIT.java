package dev.palisade.conformance;

import static dev.palisade.policy.device.DeviceAccess.MKNOD;
import static dev.palisade.policy.device.DeviceAccess.READ;
import static dev.palisade.policy.device.DeviceAccess.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.bed.NoCluster;
import dev.palisade.node.linux.Bpf;
import dev.palisade.node.linux.BpfProgram;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceProgram;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceTable;
import dev.palisade.policy.device.DeviceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the helper relies on of this machine's kernel when it loads, pins and attaches programs. */
@NoCluster
class DeviceProgramsIT {
  private static final int EXIT = 0x95;

  private final Bpf bpf = new Bpf();

  @TempDir Path directory;
  private ScratchCgroups cgroups;

  @BeforeEach
  void open(@TempDir Path mount) throws IOException {
    cgroups = ScratchCgroups.open(mount);
  }

  @AfterEach
  void close() throws IOException {
    cgroups.close();
  }

  @Test
  void aThousandRulesAreLoadedAndHeld() throws IOException {
    long seed = Long.getLong("palisade.seed", System.nanoTime());
    List<DeviceRule> rules = new DeviceSamples(new Random(seed)).many(1000);
    Path cgroup = cgroups.make("many");
    long[] instructions = DeviceProgram.of(DeviceTable.of(rules));
    long start = System.nanoTime();
    BpfProgram program = bpf.load(instructions, "palisade");
    Duration loaded = Duration.ofNanos(System.nanoTime() - start);
    bpf.attach(cgroup, program);
    bpf.close(program);
    System.out.printf(
        "DeviceProgramsIT: 1,000 rules are %d instructions, loaded in %.1f ms%n",
        instructions.length, loaded.toNanos() / 1e6);

    List<DeviceQuestion> questions =
        rules.stream()
            .flatMap(r ->
                List.of(READ, WRITE, MKNOD).stream()
                    .map(a -> question(r.type(), r.major().getAsInt(), r.minor().getAsInt(), a)))
            .toList();
    assertThat(denied(cgroup, questions))
        .as("seed %d", seed)
        .isEqualTo(questions.stream().map(q -> NaiveDevices.isDenied(rules, q)).toList());
  }

  @Test
  void aPinnedProgramIsFoundAgainAndKnownByItsTag(@TempDir Path mount) throws IOException {
    assertThat(bpf.isBpfFileSystem(mount)).isFalse();
    try (var files = ScratchMount.of("bpf", mount)) {
      assertThat(bpf.isBpfFileSystem(files.point())).isTrue();
      Path pin = Files.createDirectory(mount.resolve("palisade")).resolve("hash-late");
      assertThat(bpf.get(pin)).isEmpty();
      BpfProgram first = load("palisade_late", DeviceType.BLOCK, READ);
      bpf.pin(first, pin);
      bpf.close(first);

      BpfProgram again = bpf.get(pin).orElseThrow();
      assertThat(again.id()).isEqualTo(first.id());
      assertThat(again.name()).isEqualTo("palisade_late");
      BpfProgram same = load("palisade", DeviceType.BLOCK, READ);
      BpfProgram other = load("palisade", DeviceType.BLOCK, WRITE);
      assertThat(same.tag()).isEqualTo(again.tag()).isNotEqualTo(other.tag());
      assertThat(same.id()).isNotEqualTo(again.id());
      for (BpfProgram program : List.of(again, same, other)) {
        bpf.close(program);
      }
      Files.delete(pin);
      assertThat(bpf.get(pin)).isEmpty();
    }
  }

  @Test
  void allProgramsOnTheWayHaveToAllow() throws IOException {
    Path pod = cgroups.make("pod");
    Path container = cgroups.make(pod, "container");
    attach(pod, load("palisade", DeviceType.BLOCK, READ));
    attach(container, load("runtime", DeviceType.BLOCK, WRITE));
    assertThat(denied(container, everyAccess())).containsExactly(true, true, false);
    assertThat(denied(pod, everyAccess())).containsExactly(true, false, false);

    attach(pod, load("another", DeviceType.BLOCK, MKNOD));
    assertThat(bpf.query(pod)).hasSize(2);
    assertThat(bpf.query(container)).as("those above are not its own").hasSize(1);
    assertThat(denied(container, everyAccess())).containsExactly(true, true, true);
  }

  @Test
  void aProgramThatWasTakenAwayIsMissedAndHoldsAgain(@TempDir Path mount) throws IOException {
    try (var files = ScratchMount.of("bpf", mount)) {
      Path pod = cgroups.make("pod");
      Path pin = files.point().resolve("pin");
      BpfProgram program = load("palisade", DeviceType.BLOCK, READ);
      bpf.pin(program, pin);
      bpf.attach(pod, program);
      assertThat(bpf.query(pod)).containsExactly(program.id());

      DeviceAnswers.detach(directory, pod, pin);
      assertThat(bpf.query(pod)).isEmpty();
      assertThat(denied(pod, everyAccess())).containsExactly(false, false, false);

      bpf.attach(pod, program);
      assertThat(bpf.query(pod)).containsExactly(program.id());
      assertThat(denied(pod, everyAccess())).containsExactly(true, false, false);
      bpf.close(program);
    }
  }

  @Test
  void whatTheVerifierRefusesIsSaidInItsWords() {
    assertThatThrownBy(() -> bpf.load(new long[] {EXIT}, "wrong"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the kernel refuses the device program")
        .hasMessageContaining("R0 !read_ok");
  }

  private BpfProgram load(String name, DeviceType type, DeviceAccess access) throws IOException {
    var rule =
        new DeviceRule(
            "r", DeviceAction.DENY, type, OptionalInt.empty(), OptionalInt.empty(), Set.of(access));
    return bpf.load(DeviceProgram.of(DeviceTable.of(List.of(rule))), name);
  }

  private void attach(Path cgroup, BpfProgram program) throws IOException {
    bpf.attach(cgroup, program);
    bpf.close(program);
  }

  private List<Boolean> denied(Path cgroup, List<DeviceQuestion> questions) throws IOException {
    return DeviceAnswers.areDenied(directory, List.of(new DeviceAnswers.Asked(cgroup, questions)))
        .getFirst();
  }

  /** Read, Write, Mknod of some disk. */
  private static List<DeviceQuestion> everyAccess() {
    return List.of(READ, WRITE, MKNOD).stream()
        .map(a -> question(DeviceType.BLOCK, 8, 0, a))
        .toList();
  }

  private static DeviceQuestion question(
      DeviceType type, int major, int minor, DeviceAccess access) {
    return new DeviceQuestion(type, major, minor, Set.of(access), false);
  }
}
