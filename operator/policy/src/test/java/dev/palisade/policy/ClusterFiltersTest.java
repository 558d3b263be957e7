package dev.palisade.policy;

import static dev.palisade.policy.ClusterDrafts.cluster;
import static dev.palisade.policy.ClusterDrafts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceTable;
import dev.palisade.policy.device.DeviceType;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Answer.Source;
import dev.palisade.policy.meaning.ContainerRuntime;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.QuestionReader;
import dev.palisade.policy.seccomp.Condition;
import dev.palisade.policy.seccomp.Outcome;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of the cluster, and of presets, no profile holds: system calls and devices. */
class ClusterFiltersTest {
  private static final List<Long> ZEROS = Collections.nCopies(Condition.ARGUMENTS, 0L);

  private static final ClusterRules NO_PTRACE =
      cluster("baseline", new DraftBuilder().rules(RuleList.SYSCALLS, deny("no-ptrace", "ptrace")));

  private static final ClusterRules NO_DISKS =
      cluster("baseline", new DraftBuilder().device("disks", "Deny", "Block", "*:*", "Read Mknod"));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void eachContainerHasAFilterThatDeniesInBothModes(Mode mode) {
    Policy policy =
        new DraftBuilder()
            .container("app")
            .rules(RuleList.SYSCALLS, deny("no-times", "times", "ptrace"))
            .mode(mode.word())
            .policy();
    assertThat(Filters.of(plain(mode), plain(mode).defaultContainer())).isEmpty();

    Policy under = policy.under(List.of(NO_PTRACE));

    SeccompFilter app = Filters.of(under, under.of("app")).orElseThrow();
    assertThat(app.outcome("ptrace", ZEROS)).isEqualTo(Outcome.DENY);
    assertThat(app.outcome("times", ZEROS)).isEqualTo(Outcome.ALLOW);
    SeccompFilter pod = Filters.of(under, under.defaultContainer()).orElseThrow();
    assertThat(pod.outcome("ptrace", ZEROS)).isEqualTo(Outcome.DENY);
    assertThat(pod.outcome("times", ZEROS))
        .isEqualTo(mode == Mode.ENFORCE ? Outcome.DENY : Outcome.LOG);
    Policy alone = plain(mode).under(List.of(NO_PTRACE));
    assertThat(Filters.of(alone, alone.defaultContainer()).orElseThrow()).isEqualTo(app);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theAnswerNamesIt(Mode mode) {
    Policy policy =
        new DraftBuilder()
            .rules(RuleList.SYSCALLS, deny("own", "times", "ptrace"))
            .mode(mode.word())
            .policy()
            .under(List.of(NO_PTRACE, NO_DISKS));
    List<Ground> grounds = new ArrayList<>();
    if (mode == Mode.ENFORCE) {
      grounds.add(new Ground(Source.POLICY, "syscalls/own", "deny ptrace"));
    }
    grounds.add(
        new Ground(
            Source.CLUSTER, "ClusterSecurityPolicy/baseline/syscalls/no-ptrace", "deny ptrace"));
    assertNo(policy, "syscall ptrace", grounds);
    assertNo(
        policy,
        "device block 8:0 read",
        List.of(
            new Ground(
                Source.CLUSTER,
                "ClusterSecurityPolicy/baseline/devices/disks",
                "deny read or mknod any Block device")));
  }

  private static void assertNo(Policy policy, String question, List<Ground> grounds) {
    var asked =
        (QuestionReader.Reading.Asked) QuestionReader.read(List.of(question.split(" ", -1)));
    var answer =
        Meaning.of(policy, policy.defaultContainer(), ContainerRuntime.CONTAINERD)
            .answer(asked.question());
    assertThat(answer.allowed()).as(question).isFalse();
    assertThat(answer.grounds()).isEqualTo(grounds);
  }

  /** However many there are, and whatever they and their rules are called. */
  @Test
  void dividedOtherwiseTheyMeanTheSame() {
    Policy policy = new DraftBuilder().policy();
    Policy one =
        policy.under(
            List.of(
                cluster(
                    "all",
                    new DraftBuilder()
                        .rules(RuleList.SYSCALLS, deny("calls", "ptrace", "times"))
                        .device("disks", "Deny", "Block", "*:*", "Read Mknod"))));
    Policy several =
        policy.under(
            List.of(
                cluster(
                    "z", new DraftBuilder().rules(RuleList.SYSCALLS, deny("no-times", "times"))),
                cluster("m", new DraftBuilder().device("d", "Deny", "Block", "*:*", "Mknod Read")),
                NO_PTRACE));
    assertThat(Hashes.source(several)).isEqualTo(Hashes.source(one));
    assertThat(Filters.of(several, several.defaultContainer()))
        .isEqualTo(Filters.of(one, one.defaultContainer()))
        .isPresent();
    assertThat(Hashes.source(one))
        .isNotEqualTo(Hashes.source(policy))
        .isNotEqualTo(Hashes.source(policy.under(List.of(NO_PTRACE))))
        .isNotEqualTo(Hashes.source(policy.under(List.of(NO_DISKS))));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void devicesAreHeldInBothModesAndOverWhatAPolicyAllows(Mode mode) {
    Policy policy =
        new DraftBuilder()
            .mode(mode.word())
            .device("disk", "Allow", "Block", "8:0", "Read Write Mknod")
            .device("fuse", "Allow", "Character", "10:229", "Read Write")
            .policy()
            .under(List.of(NO_DISKS));
    boolean isListed = mode == Mode.ENFORCE;
    DeviceTable table = policy.deviceTable();
    assertThat(table.denied(DeviceType.BLOCK, 8, 0))
        .containsExactlyInAnyOrder(DeviceAccess.READ, DeviceAccess.MKNOD);
    assertThat(table.denied(DeviceType.BLOCK, 9, 0).contains(DeviceAccess.WRITE))
        .isEqualTo(isListed);
    assertThat(table.denied(DeviceType.CHARACTER, 10, 200)).hasSize(isListed ? 3 : 0);
    assertThat(table.denied(DeviceType.CHARACTER, 10, 229)).hasSize(isListed ? 1 : 0);
    assertThat(policy.enforcedDevices()).hasSize(isListed ? 2 : 0);
  }

  @Test
  void whatNoFilterCanHoldTogetherNamesWhoAsksForIt() {
    Map<String, List<String>> above =
        Map.of("names", List.of("ptrace"), "args", List.of("0 GreaterThan 16 -"));
    Map<String, List<String>> below =
        Map.of("names", List.of("ptrace"), "args", List.of("0 MaskedEqual 4 4"));
    Policy policy = new DraftBuilder().rule(RuleList.SYSCALLS, "own", above).policy();
    ClusterRules baseline =
        cluster("baseline", new DraftBuilder().rule(RuleList.SYSCALLS, "theirs", below));
    assertThat(SyscallCheck.together("spec.defaultContainer", policy.defaultContainer())).isEmpty();
    assertThat(
            SyscallCheck.together(
                "spec.defaultContainer", policy.under(List.of(baseline)).defaultContainer()))
        .isNotEmpty()
        .allSatisfy(p -> {
          assertThat(p.isError()).isTrue();
          assertThat(p.path()).isEqualTo("spec.defaultContainer.syscalls");
          assertThat(p.message()).contains("syscalls/", "would be compared twice");
        });
  }

  @Test
  void whatARuntimeNeedsAndWhatEveryContainerHasIsRefused() {
    var calls = new DraftBuilder().rules(RuleList.SYSCALLS, deny("no-exec", "execve"));
    assertThat(problems(calls))
        .singleElement()
        .asString()
        .startsWith("spec.syscalls[0]: execve is needed by runc");
    var devices = new DraftBuilder().device("null", "Deny", "Character", "1:3", "Read");
    assertThat(problems(devices))
        .containsExactly(
            "spec.devices[0].major: denies /dev/null (Character 1:3), which every container needs; leave the rule out");
  }

  @Test
  void aHundredRulesAboutDevicesAreTheMost() {
    var many = new DraftBuilder();
    IntStream.range(0, 100).forEach(i -> many.device("d" + i, "Deny", "Block", i + ":*", "Read"));
    assertThat(problems(many)).isEmpty();
    many.device("more", "Deny", "Block", "100:*", "Read");
    assertThat(problems(many))
        .containsExactly(
            "spec.devices: 101 rules; write at most 100, without minor for all devices of a major number");
  }

  /** As rules of its own: in mode Complain they are reported; those of the cluster's hold. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void presetsHaveThemToo(Mode mode) {
    var draft = new DraftBuilder().presets("no-executable-bit", "no-setid-bit", "no-memory-files");
    Policy own = draft.mode(mode.word()).policy();
    SeccompFilter filter = Filters.of(own, own.defaultContainer()).orElseThrow();
    Outcome denied = mode == Mode.ENFORCE ? Outcome.DENY : Outcome.LOG;
    assertThat(filter.outcome("memfd_create", ZEROS)).isEqualTo(denied);
    assertThat(filter.outcome("chmod", List.of(0L, 0x1edL, 0L, 0L, 0L, 0L))).isEqualTo(denied);
    assertThat(filter.outcome("chmod", List.of(0L, 0x9a4L, 0L, 0L, 0L, 0L))).isEqualTo(denied);
    assertThat(filter.outcome("chmod", List.of(0L, 0x1a4L, 0L, 0L, 0L, 0L)))
        .isEqualTo(Outcome.ALLOW);
    assertThat(filter.outcome("fchmodat", List.of(0L, 0L, 0x40L, 0L, 0L, 0L))).isEqualTo(denied);

    Policy under =
        plain(mode)
            .under(List.of(cluster("baseline", new DraftBuilder().presets("no-memory-files"))));
    assertThat(Filters.of(under, under.defaultContainer()).orElseThrow().of("memfd_create"))
        .isEmpty();
    assertNo(
        under,
        "syscall memfd_create",
        List.of(
            new Ground(
                Source.CLUSTER,
                "ClusterSecurityPolicy/baseline/presets/no-memory-files",
                "deny memfd_create")));
    assertThat(SyscallCheck.together("spec.defaultContainer", own.defaultContainer())).isEmpty();
  }

  private static Policy plain(Mode mode) {
    return new DraftBuilder().mode(mode.word()).policy();
  }

  private static Draft.Rule deny(String name, String... calls) {
    return new Draft.Rule(name, "Deny", Map.of("names", List.of(calls)));
  }
}
