package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation.Compiled;
import dev.palisade.compile.Limits;
import dev.palisade.conformance.Batch.Denial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a compilation costs beside the parser itself: its limits and session, the files it reads,
 * compression. Of what people write, which is {@code examples/}, on all processors; and of the
 * smallest profile, where it is most of the time.
 */
class CompileBench {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @TempDir Path directory;

  private final BlobCompiler compiler = new BlobCompiler(MiniKernel.parser(), Limits.DEFAULT);

  private record Pair(Duration palisade, Duration parser) {
    double ratio() {
      return (double) palisade.toNanos() / parser.toNanos();
    }
  }

  @Test
  void theExamples() throws Exception {
    List<Artefact> artefacts = ExampleArtefacts.all();
    List<Pair> pairs = pairs(7, artefacts);
    System.out.printf(
        "bench: compile: the %d profiles of examples/ on %d cores: palisade %.1f a second and core, the parser alone %.1f"
            + " (medians of %d pairs); median ratio of the time %.2f (goal at most 1.1)%n",
        artefacts.size(),
        CORES,
        rate(artefacts, pairs.stream().map(Pair::palisade).toList()),
        rate(artefacts, pairs.stream().map(Pair::parser).toList()),
        pairs.size(),
        ratio(pairs));
  }

  @Test
  void theSmallest() throws Exception {
    List<Pair> pairs =
        pairs(
            21,
            List.of(
                new Batch(0, Denial.WRITE, Mode.Enforce, List.of("/var/log/**", "/etc/passwd"))
                    .artefact()));
    System.out.printf(
        "bench: compile: one profile of two paths: palisade %d ms, the parser alone %d ms (medians of %d pairs); median ratio %.2f%n",
        median(pairs.stream().map(Pair::palisade).toList()).toMillis(),
        median(pairs.stream().map(Pair::parser).toList()).toMillis(),
        pairs.size(),
        ratio(pairs));
  }

  /** Who comes first takes turns; the first pair loads classes and does not count. */
  private List<Pair> pairs(int count, List<Artefact> artefacts) throws Exception {
    List<Callable<byte[]>> palisade = artefacts.stream().map(this::compilation).toList();
    List<Callable<byte[]>> alone = alone(artefacts);
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i <= count; i++) {
      Duration first = time(i % 2 == 0 ? palisade : alone);
      Duration second = time(i % 2 == 0 ? alone : palisade);
      if (i > 0) {
        pairs.add(i % 2 == 0 ? new Pair(first, second) : new Pair(second, first));
      }
    }
    for (int i = 0; i < artefacts.size(); i++) {
      assertThat(alone.get(i).call())
          .as(artefacts.get(i).profileName())
          .isEqualTo(palisade.get(i).call());
    }
    return pairs;
  }

  private static Duration time(List<Callable<byte[]>> all) throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(CORES)) {
      long start = System.nanoTime();
      for (Future<byte[]> each : workers.invokeAll(all)) {
        each.get();
      }
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private Callable<byte[]> compilation(Artefact artefact) {
    return () -> ((Compiled) compiler.compile(artefact)).bytes();
  }

  /** The commands that a person would type for the same blobs. */
  private List<Callable<byte[]>> alone(List<Artefact> artefacts) throws IOException {
    Path base = directory.resolve("base");
    Path abi = base.resolve("abi/3.0");
    Files.createDirectories(abi.getParent());
    ParserAlone.unpack("abi-3.0.features", abi);
    var parser = new ParserAlone(directory);
    var commands = new ArrayList<Callable<byte[]>>();
    for (int i = 0; i < artefacts.size(); i++) {
      Path text = directory.resolve("profile" + i);
      Files.writeString(text, artefacts.get(i).text().text());
      commands.add(() -> parser.blob(text, "--base=" + base, "--policy-features=" + abi));
    }
    return List.copyOf(commands);
  }

  private static double rate(List<Artefact> artefacts, List<Duration> times) {
    return artefacts.size() * 1e9 / median(times).toNanos() / CORES;
  }

  private static double ratio(List<Pair> pairs) {
    return pairs.stream().map(Pair::ratio).sorted().toList().get(pairs.size() / 2);
  }

  private static Duration median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }
}
