package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.NoCluster;
import dev.palisade.policy.Library;
import dev.palisade.policy.seccomp.Call;
import dev.palisade.policy.seccomp.Outcome;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A filter as the policy module makes it does, loaded into a process, what the policy module says
 * of it.
 */
@NoCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeccompConformanceIT {
  private static final int FILTERS =
      Integer.getInteger("palisade.filters", Boolean.getBoolean("palisade.nightly") ? 1000 : 50);

  private static final int SHRINKS = 40;

  private final long seed = Long.getLong("palisade.seed", System.nanoTime());
  private final List<Tested> all = new ArrayList<>();
  private Path directory;

  /** What was asked, and what the kernel answered. */
  private record Tested(
      Sample sample,
      SeccompFilter model,
      List<SyscallQuestion> questions,
      SeccompKernel.Answered kernel) {
    /** Of questions that have an answer on this machine. */
    List<String> differences(SeccompFilter other) {
      return IntStream.range(0, questions.size())
          .filter(i -> isAnswer(kernel.answers().get(i)))
          .filter(i -> !kernel.answers().get(i).equals(expected(other, questions.get(i))))
          .mapToObj(i ->
              "%s: kernel %s, model %s"
                  .formatted(
                      questions.get(i), kernel.answers().get(i), expected(other, questions.get(i))))
          .toList();
    }
  }

  @BeforeAll
  void ask(@TempDir Path directory) throws Exception {
    this.directory = directory;
    System.out.println("SeccompConformanceIT: -Dpalisade.seed=" + seed);
    var samples = new FilterSamples(new Random(seed));
    all.addAll(tested(Stream.generate(samples::sample).limit(FILTERS).toList()));
  }

  @Test
  void theModelEqualsTheKernel() throws Exception {
    Map<String, Integer> answers = new TreeMap<>();
    all.stream()
        .flatMap(t -> t.kernel().answers().stream())
        .forEach(a -> answers.merge(a, 1, Integer::sum));
    System.out.printf(
        "SeccompConformanceIT: %d filters of at most %d instructions, answers %s%n",
        all.size(),
        all.stream().mapToInt(t -> t.kernel().instructions()).max().orElseThrow(),
        answers);
    List<Tested> wrong = all.stream().filter(t -> !t.differences(t.model()).isEmpty()).toList();
    if (!wrong.isEmpty()) {
      Tested smallest = smallest(wrong.getFirst());
      throw new AssertionError(
          "seed %d: %d filters differ; the smallest of the first: %s%n%s%n%s"
              .formatted(
                  seed,
                  wrong.size(),
                  smallest.sample(),
                  String.join(
                      "\n", smallest.differences(smallest.model()).stream().limit(10).toList()),
                  smallest.model().json()));
    }
    assertThat(answers).as("seed %d", seed).containsKeys("allow", "log", "1", "38");
  }

  /** A model that lacks a line, or has one that does otherwise, is not equal. */
  @Test
  void aMistakeInTheModelIsSeen() {
    var random = new Random(seed);
    Map<String, Function<Call, List<Call>>> mistakes = new HashMap<>();
    mistakes.put("a line is left out", _ -> List.of());
    mistakes.put(
        "a line does otherwise",
        c -> List.of(c.as(c.outcome().equals(Outcome.LOG) ? Outcome.ALLOW : Outcome.LOG)));
    mistakes.put(
        "a line asks for no argument", c -> List.of(new Call(c.name(), c.outcome(), List.of())));
    Map<String, Integer> seen = new TreeMap<>();
    for (Tested t : all) {
      mistakes.forEach((what, mistake) -> {
        List<Call> candidates =
            t.model().calls().values().stream()
                .filter(lines -> isSingle(lines) && isOnX86(lines.getFirst().name()))
                .map(List::getFirst)
                .filter(c -> !mistake.apply(c).equals(List.of(c)))
                .toList();
        if (!candidates.isEmpty()) {
          Call call = candidates.get(random.nextInt(candidates.size()));
          var calls = new TreeMap<>(t.model().calls());
          calls.put(call.name(), mistake.apply(call));
          assertThat(t.differences(new SeccompFilter(calls)))
              .as("seed %d, %s: %s, of %s", seed, what, call, t.sample())
              .isNotEmpty();
          seen.merge(what, 1, Integer::sum);
        }
      });
    }
    System.out.printf("SeccompConformanceIT: mistakes that were seen: %s%n", seen);
    assertThat(seen).hasSameSizeAs(mistakes);
  }

  /** The lines of others may do the same for some arguments. */
  private static boolean isSingle(Collection<Call> lines) {
    return lines.size() == 1;
  }

  private static boolean isOnX86(String name) {
    return !Library.SYSCALLS.numbers().get(name).getFirst().equals("-")
        && !FilterQuestions.UNFILTERED.contains(name);
  }

  private static boolean isAnswer(String kernel) {
    return !kernel.equals("none") && !kernel.equals("absent");
  }

  private static String expected(SeccompFilter model, SyscallQuestion question) {
    Outcome outcome =
        question.name().map(n -> model.outcome(n, question.arguments())).orElse(Outcome.DENY);
    return switch (outcome.kind()) {
      case ALLOW -> "allow";
      case LOG -> "log";
      case FAIL -> Integer.toString(outcome.errno());
    };
  }

  private List<Tested> tested(List<Sample> samples) throws Exception {
    var questions = new FilterQuestions(new Random(seed));
    List<SeccompFilter> models = samples.stream().map(Sample::filter).toList();
    List<SeccompKernel.Asked> asked =
        IntStream.range(0, samples.size())
            .mapToObj(i ->
                new SeccompKernel.Asked(
                    samples.get(i).artefact().filter().orElseThrow().json(),
                    questions.of(models.get(i))))
            .toList();
    List<SeccompKernel.Answered> answered = SeccompKernel.ask(directory, asked);
    return IntStream.range(0, samples.size())
        .mapToObj(i ->
            new Tested(samples.get(i), models.get(i), asked.get(i).questions(), answered.get(i)))
        .toList();
  }

  private Tested smallest(Tested wrong) throws Exception {
    Tested smallest = wrong;
    for (int i = 0; i < SHRINKS; i++) {
      List<Sample> candidates =
          smallest
              .sample()
              .smaller()
              .filter(s -> !s.parts().isEmpty())
              .filter(Sample::isAccepted)
              .toList();
      var next =
          tested(candidates).stream().filter(t -> !t.differences(t.model()).isEmpty()).findFirst();
      if (next.isEmpty()) {
        break;
      }
      smallest = next.get();
    }
    return smallest;
  }
}
