package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.NoCluster;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The model of a policy answers as the kernel does with the policy compiled. */
@NoCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeaningConformanceIT {
  private static final int QUERIES =
      Integer.getInteger(
          "palisade.queries", Boolean.getBoolean("palisade.nightly") ? 1_000_000 : 100_000);
  private static final int OF_EACH_POLICY = 400;

  private static final int ENOUGH = 100;

  private static final int SHRINKS = Integer.getInteger("palisade.shrinks", 100);

  /** Who is asked. */
  private record Party(Sample sample, Optional<Program> program) {
    static Party of(Asked asked) {
      return new Party(asked.sample(), asked.program());
    }
  }

  private final long seed = Long.getLong("palisade.seed", System.nanoTime());
  private final Map<Party, Meaning> meanings = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private List<Trial.Verdict> kernel;
  private Path directory;

  @BeforeAll
  void ask(@TempDir Path directory) throws Exception {
    this.directory = directory;
    System.out.println("MeaningConformanceIT: -Dpalisade.seed=" + seed);
    var random = new Random(seed);
    var generator = new SampleGenerator(random);
    var askers = new SamplePrograms(random);
    int queries = 0;
    while (queries < QUERIES) {
      Sample sample = generator.sample();
      List<Program> programs = sample.programs();
      for (int i = 0; i < OF_EACH_POLICY && queries < QUERIES; i++) {
        Question question = generator.question(sample);
        if (!SamplePrograms.isTold(question, programs)) {
          continue;
        }
        asked.add(new Asked(sample, askers.asking(programs), question));
        queries += new Trial("", "", asked.getLast().question()).queries().size();
      }
    }
    kernel = Asked.ofKernel(directory, asked).verdicts();
  }

  @Test
  void theModelEqualsTheKernel() throws Exception {
    List<Asked> wrong = wrong(asked, kernel);
    long denied = kernel.stream().filter(v -> !v.allowed()).count();
    System.out.printf(
        "MeaningConformanceIT: %d policies, %d questions (%d as a program) by at least %d queries, %d denied, %d reported, %d differences; %s%n",
        asked.stream().map(Asked::sample).distinct().count(),
        asked.size(),
        asked.stream().filter(a -> a.program().isPresent()).count(),
        QUERIES,
        denied,
        kernel.stream().filter(Trial.Verdict::reported).count(),
        wrong.size(),
        kinds());
    if (!wrong.isEmpty()) {
      wrong.stream().map(Asked::question).distinct().limit(10).forEach(System.out::println);
      Asked smallest = smallest(wrong.getFirst());
      Trial.Verdict verdict = Asked.ofKernel(directory, List.of(smallest)).verdicts().getFirst();
      throw new AssertionError(
          "seed %d: %d differences; the smallest of the first: policy %s, program %s, question %s, kernel %s, model %s%n%s"
              .formatted(
                  seed,
                  wrong.size(),
                  smallest.sample(),
                  smallest.program().map(Program::written).orElse("none"),
                  smallest.question(),
                  verdict,
                  smallest.meaning().answer(smallest.question()),
                  smallest.sample().artefact().text().text()));
    }
    assertThat(denied)
        .as("denied, seed %d", seed)
        .isBetween(asked.size() / 8L, asked.size() * 7L / 8);
  }

  /** A model that lacks a kind of rule is not equal. */
  @Test
  void aMistakeInTheModelIsSeen() {
    Map<String, Long> seen = new TreeMap<>();
    for (String kind : kindsOfRules()) {
      Map<Party, Meaning> mistaken = new HashMap<>();
      long differences =
          IntStream.range(0, asked.size())
              .filter(i -> has(kind, meaning(asked.get(i))))
              .filter(i -> {
                Meaning without =
                    mistaken.computeIfAbsent(
                        Party.of(asked.get(i)), p -> without(kind, meaning(asked.get(i))));
                return !asked.get(i).agrees(without, kernel.get(i));
              })
              .limit(ENOUGH)
              .count();
      seen.put(kind, differences);
    }
    System.out.printf(
        "MeaningConformanceIT: differences of a model without a kind of rule, of at most %d: %s%n",
        ENOUGH, seen);
    assertThat(seen)
        .as("seed %d", seed)
        .hasSizeGreaterThan(7)
        .allSatisfy((kind, differences) -> assertThat(differences).as(kind).isPositive());
  }

  private static boolean has(String kind, Meaning meaning) {
    return meaning.profile().entries().stream().anyMatch(e -> kind(e.rule()).equals(kind));
  }

  private List<Asked> wrong(List<Asked> asked, List<Trial.Verdict> kernel) {
    return IntStream.range(0, asked.size())
        .filter(i -> !asked.get(i).agrees(meaning(asked.get(i)), kernel.get(i)))
        .mapToObj(asked::get)
        .toList();
  }

  private Asked smallest(Asked wrong) throws Exception {
    Asked smallest = wrong;
    for (int i = 0; i < SHRINKS; i++) {
      List<Asked> candidates = smallest.smaller();
      Optional<Asked> next =
          candidates.isEmpty()
              ? Optional.empty()
              : wrong(candidates, Asked.ofKernel(directory, candidates).verdicts()).stream()
                  .findFirst();
      if (next.isEmpty()) {
        break;
      }
      smallest = next.get();
    }
    return smallest;
  }

  private Meaning meaning(Asked asked) {
    return meanings.computeIfAbsent(Party.of(asked), p -> p.sample().meaning(p.program()));
  }

  private List<String> kindsOfRules() {
    return asked.stream()
        .map(this::meaning)
        .distinct()
        .flatMap(m -> m.profile().entries().stream())
        .map(e -> kind(e.rule()))
        .distinct()
        .sorted()
        .filter(kind -> !UNSEEN.contains(kind))
        .toList();
  }

  /** Denying what nothing allows changes no answer, and capabilities are not asked here. */
  private static final List<String> UNSEEN =
      List.of("DENY mount", "DENY capable", "AUDIT capable", "ALLOW capable", "ALLOW capability");

  private static String kind(Rule rule) {
    String of =
        rule instanceof Rule.Whole whole ? whole.subject().name() : rule.getClass().getSimpleName();
    return rule.effect() + " " + of.toLowerCase(Locale.ROOT);
  }

  private static Meaning without(String kind, Meaning meaning) {
    return meaning.with(
        new Profile(
            meaning.profile().entries().stream()
                .filter(e -> !kind(e.rule()).equals(kind))
                .toList()));
  }

  private Map<String, Integer> kinds() {
    var kinds = new TreeMap<String, Integer>();
    asked.forEach(a -> kinds.merge(a.question().getClass().getSimpleName(), 1, Integer::sum));
    return kinds;
  }
}
