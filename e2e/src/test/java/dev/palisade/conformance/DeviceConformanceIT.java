package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.NoCluster;
import dev.palisade.node.linux.Bpf;
import dev.palisade.node.linux.BpfProgram;
import dev.palisade.policy.device.DeviceProgram;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules about devices, made into a program by the policy module and attached by the helper's own
 * code: this machine's kernel answers processes as the rules say.
 */
@NoCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceConformanceIT {
  private static final int SETS =
      Integer.getInteger("palisade.devices", Boolean.getBoolean("palisade.nightly") ? 1000 : 40);

  private final long seed = Long.getLong("palisade.seed", System.nanoTime());
  private final List<Tested> all = new ArrayList<>();

  /** What was asked under some rules, and whether the kernel denied it. */
  private record Tested(
      List<DeviceRule> rules,
      int instructions,
      List<DeviceQuestion> questions,
      List<Boolean> denied) {
    /** Where other rules would have had another answer. */
    List<String> differences(List<DeviceRule> others) {
      return IntStream.range(0, questions.size())
          .filter(i -> denied.get(i) != NaiveDevices.isDenied(others, questions.get(i)))
          .mapToObj(i ->
              "%s: the kernel %s it"
                  .formatted(questions.get(i), denied.get(i) ? "denied" : "allowed"))
          .toList();
    }

    /** Where the policy module's table would have. */
    List<DeviceQuestion> differencesOfTheTable() {
      DeviceTable table = DeviceTable.of(rules);
      return IntStream.range(0, questions.size())
          .filter(i -> denied.get(i) != isDenied(table, questions.get(i)))
          .mapToObj(questions::get)
          .toList();
    }

    private static boolean isDenied(DeviceTable table, DeviceQuestion asked) {
      return !Collections.disjoint(
          table.denied(asked.type(), asked.major(), asked.minor()), asked.access());
    }

    Stream<List<DeviceRule>> lessOne() {
      return rules.stream().map(left -> rules.stream().filter(r -> !r.equals(left)).toList());
    }
  }

  @BeforeAll
  void ask(@TempDir Path directory, @TempDir Path mount) throws IOException {
    System.out.println("DeviceConformanceIT: -Dpalisade.seed=" + seed);
    var samples = new DeviceSamples(new Random(seed));
    List<List<DeviceRule>> sets = Stream.generate(samples::rules).limit(SETS).toList();
    List<Integer> instructions = new ArrayList<>();
    List<DeviceAnswers.Asked> asked = new ArrayList<>();
    try (var cgroups = ScratchCgroups.open(mount)) {
      for (List<DeviceRule> rules : sets) {
        long[] program = DeviceProgram.of(DeviceTable.of(rules));
        Path cgroup = cgroups.make("set" + asked.size());
        attach(program, cgroup);
        instructions.add(program.length);
        asked.add(new DeviceAnswers.Asked(cgroup, samples.questions(rules)));
      }
      List<List<Boolean>> denied = DeviceAnswers.areDenied(directory, asked);
      for (int i = 0; i < sets.size(); i++) {
        all.add(
            new Tested(sets.get(i), instructions.get(i), asked.get(i).questions(), denied.get(i)));
      }
    }
  }

  private static void attach(long[] instructions, Path cgroup) throws IOException {
    var bpf = new Bpf();
    BpfProgram program = bpf.load(instructions, "palisade");
    bpf.attach(cgroup, program);
    bpf.close(program);
  }

  @Test
  void theKernelAnswersAsTheRulesSay() {
    long questions = all.stream().mapToLong(t -> t.questions().size()).sum();
    long denied = all.stream().flatMap(t -> t.denied().stream()).filter(d -> d).count();
    System.out.printf(
        "DeviceConformanceIT: %d sets of rules, programs of at most %d instructions, %d questions, %d denied%n",
        all.size(),
        all.stream().mapToInt(Tested::instructions).max().orElseThrow(),
        questions,
        denied);
    all.stream()
        .filter(t -> !t.differences(t.rules()).isEmpty())
        .min(Comparator.comparingInt(t -> t.rules().size()))
        .ifPresent(t -> {
          throw new AssertionError(
              "seed %d: under%n%s%nof what the rules say differs%n%s"
                  .formatted(seed, lines(t.rules()), lines(t.differences(t.rules()))));
        });
    assertThat(denied).as("seed %d", seed).isBetween(questions / 10, questions * 9 / 10);
  }

  @Test
  void theTableSaysTheSame() {
    for (Tested t : all) {
      assertThat(t.differencesOfTheTable()).as("seed %d: of%n%s", seed, lines(t.rules())).isEmpty();
    }
  }

  /** The questions are such that a rule which is not held would be found out. */
  @Test
  void aRuleThatIsLeftOutIsSeen() {
    int seen = 0;
    for (Tested t : all) {
      var said = DeviceTable.of(t.rules()).said();
      for (List<DeviceRule> less : t.lessOne().toList()) {
        if (!DeviceTable.of(less).said().equals(said)) {
          assertThat(t.differences(less))
              .as("seed %d: with%n%s%nin place of%n%s", seed, lines(less), lines(t.rules()))
              .isNotEmpty();
          seen++;
        }
      }
    }
    System.out.printf("DeviceConformanceIT: %d rules left out, all of them seen%n", seen);
    assertThat(seen).isGreaterThan(SETS);
  }

  private static String lines(List<?> some) {
    return some.stream().map(Object::toString).limit(20).collect(Collectors.joining("\n"));
  }
}
