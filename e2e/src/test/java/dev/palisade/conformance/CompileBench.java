package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.bed.Program;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation.Compiled;
import dev.palisade.compile.Limits;
import dev.palisade.compile.Toolchain;
import dev.palisade.conformance.Batch.Denial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a compilation costs beside the parser itself: asking for its version, the files it reads,
 * limits, hashes, compression.
 */
class CompileBench {
  private static final int PAIRS = 21;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private record Pair(Duration palisade, Duration parser) {
    double ratio() {
      return (double) palisade.toNanos() / parser.toNanos();
    }
  }

  @Test
  void compilationAgainstTheParserAlone(@TempDir Path directory) throws Exception {
    Path parser = MiniKernel.parser();
    var compiler = new BlobCompiler(parser, Limits.DEFAULT);
    Artefact artefact =
        new Batch(0, Denial.WRITE, Mode.Enforce, List.of("/var/log/**", "/etc/passwd")).artefact();
    List<String> alone = alone(parser, artefact, directory);

    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i <= PAIRS; i++) {
      long start = System.nanoTime();
      var compiled = (Compiled) compiler.compile(artefact);
      long between = System.nanoTime();
      Program.run(alone, Map.of(), LIMIT).successful();
      long end = System.nanoTime();
      assertThat(Files.readAllBytes(directory.resolve("blob"))).isEqualTo(compiled.bytes());
      // The first loads classes.
      if (i > 0) {
        pairs.add(new Pair(Duration.ofNanos(between - start), Duration.ofNanos(end - between)));
      }
    }

    System.out.printf(
        "bench: compile: palisade %d ms, the parser alone %d ms (medians of %d pairs); median ratio %.2f%n",
        pairs.stream().map(Pair::palisade).sorted().toList().get(PAIRS / 2).toMillis(),
        pairs.stream().map(Pair::parser).sorted().toList().get(PAIRS / 2).toMillis(),
        PAIRS,
        pairs.stream().map(Pair::ratio).sorted().toList().get(PAIRS / 2));
  }

  /** The command a person would type for the same blob. */
  private static List<String> alone(Path parser, Artefact artefact, Path directory)
      throws IOException {
    Path abi = directory.resolve("base/abi/3.0");
    Path features = directory.resolve("features");
    Path text = directory.resolve("profile");
    Files.createDirectories(abi.getParent());
    unpack("abi-3.0.features", abi);
    unpack(Toolchain.FEATURE_SET + ".features", features);
    Files.writeString(text, artefact.text().text());
    return List.of(
        parser.toString(),
        "--config-file=/dev/null",
        "--skip-cache",
        "--skip-kernel-load",
        "--base=" + directory.resolve("base"),
        "--kernel-features=" + features,
        "--policy-features=" + abi,
        "--ofile=" + directory.resolve("blob"),
        text.toString());
  }

  private static void unpack(String resource, Path target) throws IOException {
    try (InputStream in = BlobCompiler.class.getResourceAsStream("/toolchain/" + resource)) {
      Files.copy(Objects.requireNonNull(in, resource), target);
    }
  }
}
