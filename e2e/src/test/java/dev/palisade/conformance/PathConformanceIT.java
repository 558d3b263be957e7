package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.NoCluster;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A path of a policy means to the kernel what its documentation says and nothing more: no value
 * adds a rule (invariant I8).
 */
@NoCluster
class PathConformanceIT {
  private static final int VALUES =
      Integer.getInteger(
          "palisade.values", Boolean.getBoolean("palisade.nightly") ? 10_000_000 : 100_000);

  /** So many are in memory for each processor. */
  private static final int ROUND = 25_000;

  private static final long SEED = Long.getLong("palisade.seed", System.nanoTime());

  private final BlobCompiler compiler = new BlobCompiler(MiniKernel.parser(), Limits.DEFAULT);

  @TempDir Path directory;

  /** What came of a round. */
  private record Tried(
      PathRound round,
      int profiles,
      List<Answer> answers,
      List<String> rejected,
      Duration parser) {}

  /** While a kernel is asked about a round, the next are compiled. */
  @Test
  void pathsMeanToTheKernelWhatTheyMeanToTheReader() throws Exception {
    System.out.println("PathConformanceIT: -Dpalisade.seed=" + SEED);
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      try {
        Queue<Future<Tried>> rounds = new ArrayDeque<>();
        for (int before = 0; before < VALUES; before += ROUND) {
          long seed = SEED + before / ROUND;
          int values = Math.min(ROUND, VALUES - before);
          rounds.add(workers.submit(() -> tried(PathRound.of(seed, values))));
        }
        while (!rounds.isEmpty()) {
          check(rounds.remove().get());
        }
      } finally {
        workers.shutdownNow();
      }
    }
  }

  private Tried tried(PathRound round) throws IOException, InterruptedException {
    long start = System.nanoTime();
    var blobs = new ArrayList<byte[]>();
    var rejected = new ArrayList<String>();
    for (Artefact artefact : round.artefacts()) {
      switch (compiler.compile(artefact)) {
        case Compilation.Compiled blob -> blobs.add(blob.bytes());
        case Compilation.Failed(var reason, String message) ->
            rejected.add(reason + ": " + message + "\n" + artefact.text().text());
      }
    }
    long compiled = System.nanoTime();
    List<Answer> answers = rejected.isEmpty() ? asked(round, blobs) : List.of();
    return new Tried(round, blobs.size(), answers, rejected, Duration.ofNanos(compiled - start));
  }

  private List<Answer> asked(PathRound round, List<byte[]> blobs) throws IOException {
    return MiniKernel.ask(
        directory, blobs, round.questions().stream().map(PathQuestion::query).toList());
  }

  private static void check(Tried tried) {
    PathRound round = tried.round();
    assertThat(tried.rejected()).as("what the parser rejects").isEmpty();
    List<PathQuestion> questions = round.questions();
    List<String> wrong =
        IntStream.range(0, questions.size())
            .boxed()
            .flatMap(i -> questions.get(i).difference(tried.answers().get(i)).stream())
            .toList();
    long hits = questions.stream().filter(PathQuestion::hit).count();
    System.out.printf(
        "PathConformanceIT: -Dpalisade.seed=%d: %d values in %d profiles, %d queries, %d denied, %d differences;"
            + " parser %d s%n",
        round.seed(),
        round.values(),
        tried.profiles(),
        questions.size(),
        hits,
        wrong.size(),
        tried.parser().toSeconds());
    assertThat(wrong.stream().sorted(Comparator.comparingInt(String::length)).limit(10))
        .as("seed %d: %d differences, the shortest of them", round.seed(), wrong.size())
        .isEmpty();
    assertThat(hits)
        .as("queries that some rule is about, seed %d", round.seed())
        .isBetween(round.values() / 2L, questions.size() - round.values() / 4L);
  }
}
