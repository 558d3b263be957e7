package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Limits;
import dev.palisade.conformance.Batch.Denial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A path of a policy means to the kernel what its documentation says and nothing more: no value
 * adds a rule (invariant I8).
 */
class PathConformanceIT {
  private static final int VALUES =
      Integer.getInteger(
          "palisade.values", Boolean.getBoolean("palisade.nightly") ? 10_000_000 : 100_000);

  /**
   * What is compiled of so many is in memory, twice: a kernel is asked about one round of them
   * while the next is compiled.
   */
  private static final int ROUND = 100_000;

  private static final List<Denial> DENIALS = List.of(Denial.values());
  private static final int BATCH = 512;

  /** Wildcards in a first segment multiply one another: few in a profile. */
  private static final int WIDE_BATCH = 8;

  @TempDir Path directory;

  private final long seed = Long.getLong("palisade.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final PathGenerator generator = new PathGenerator(random);

  /** What is tried at once. */
  private record Round(int before, List<Batch> batches, List<PathQuestion> questions) {
    int values() {
      return batches.stream().mapToInt(b -> b.paths().size()).sum();
    }
  }

  @Test
  void pathsMeanToTheKernelWhatTheyMeanToTheReader() throws Exception {
    System.out.println("PathConformanceIT: -Dpalisade.seed=" + seed);
    try (ExecutorService kernel = Executors.newSingleThreadExecutor()) {
      Future<?> asked = CompletableFuture.completedFuture(null);
      for (int tried = 0; tried < VALUES; tried += ROUND) {
        Round round = round(tried, Math.min(ROUND, VALUES - tried));
        long start = System.nanoTime();
        List<byte[]> blobs = compile(round.batches());
        long parser = System.nanoTime() - start;
        asked.get();
        asked =
            kernel.submit(() -> {
              ask(round, blobs, parser);
              return null;
            });
      }
      asked.get();
    }
  }

  private Round round(int before, int values) {
    List<Batch> batches = batches(values);
    var questions = new ArrayList<PathQuestion>();
    for (Batch batch : batches) {
      questions.addAll(PathQuestion.about(batch, generator, random));
    }
    return new Round(before, batches, questions);
  }

  private void ask(Round round, List<byte[]> blobs, long parser) throws IOException {
    List<PathQuestion> questions = round.questions();
    long start = System.nanoTime();
    List<Answer> answers =
        MiniKernel.ask(directory, blobs, questions.stream().map(PathQuestion::query).toList());
    long kernel = System.nanoTime() - start;
    var wrong = new ArrayList<String>();
    for (int i = 0; i < answers.size(); i++) {
      questions.get(i).difference(answers.get(i)).ifPresent(wrong::add);
    }
    long hits = questions.stream().filter(PathQuestion::hit).count();
    System.out.printf(
        "PathConformanceIT: %d and %d values in %d profiles, %d queries, %d denied, %d differences;"
            + " parser %d s, kernel %d s%n",
        round.before(),
        round.values(),
        blobs.size(),
        questions.size(),
        hits,
        wrong.size(),
        TimeUnit.NANOSECONDS.toSeconds(parser),
        TimeUnit.NANOSECONDS.toSeconds(kernel));
    assertThat(wrong.stream().sorted(Comparator.comparingInt(String::length)).limit(10))
        .as("seed %d: %d differences, the shortest of them", seed, wrong.size())
        .isEmpty();
    assertThat(hits)
        .as("queries that some rule is about, seed %d", seed)
        .isBetween(round.values() / 2L, questions.size() - round.values() / 4L);
  }

  private List<Batch> batches(int wanted) {
    var batches = new ArrayList<Batch>();
    Set<String> seen = new HashSet<>();
    int values = 0;
    while (values < wanted) {
      boolean wide = batches.size() % 4 == 3;
      var paths = new ArrayList<String>();
      while (paths.size() < (wide ? WIDE_BATCH : BATCH)) {
        String path =
            wide
                ? generator.wide()
                : random.nextInt(8) == 0 ? generator.glob() : generator.literal();
        if (path.codePointCount(0, path.length()) <= 256 && (wide || seen.add(path))) {
          paths.add(path);
        }
      }
      Denial denial = DENIALS.get(random.nextInt(DENIALS.size()));
      Mode mode = random.nextInt(8) == 0 ? Mode.Complain : Mode.Enforce;
      batches.add(new Batch(batches.size(), denial, mode, List.copyOf(paths)));
      values += paths.size();
    }
    return batches;
  }

  /** Every batch is accepted by the parser, or the test ends here. */
  private static List<byte[]> compile(List<Batch> batches) throws Exception {
    var compiler = new BlobCompiler(MiniKernel.parser(), Limits.DEFAULT);
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<byte[]>> tasks = batches.stream().map(b -> task(compiler, b)).toList();
      var blobs = new ArrayList<byte[]>();
      for (Future<byte[]> blob : threads.invokeAll(tasks)) {
        blobs.add(blob.get());
      }
      return blobs;
    }
  }

  private static Callable<byte[]> task(BlobCompiler compiler, Batch batch) {
    return () -> {
      Artefact artefact = batch.artefact();
      return switch (compiler.compile(artefact)) {
        case Compilation.Compiled blob -> blob.bytes();
        case Compilation.Failed(var reason, String message) ->
            throw new AssertionError(reason + ": " + message + "\n" + artefact.text().text());
      };
    };
  }
}
