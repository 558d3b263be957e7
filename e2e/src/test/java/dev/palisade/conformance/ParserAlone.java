package dev.palisade.conformance;

import dev.palisade.bed.Program;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Toolchain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The pinned parser, called as a person would, for the features that Palisade compiles for. */
final class ParserAlone {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path parser = MiniKernel.parser();
  private final Path features;

  /**
   * @param directory in which the features can be written
   */
  ParserAlone(Path directory) throws IOException {
    features = directory.resolve("features");
    unpack(Toolchain.FEATURE_SET + ".features", features);
  }

  /** The blob of what is written in a file; the way of calling it leaves one beside the file. */
  byte[] blob(Path text, String... more) throws IOException {
    Path blob = Path.of(text + ".blob");
    Stream<String> command =
        Stream.of(
            parser.toString(),
            "--config-file=/dev/null",
            "--skip-cache",
            "--skip-kernel-load",
            "--kernel-features=" + features,
            "--ofile=" + blob);
    List<String> all =
        Stream.of(command, Stream.of(more), Stream.of(text.toString())).flatMap(s -> s).toList();
    Program.run(all, Map.of(), LIMIT).successful();
    return Files.readAllBytes(blob);
  }

  static void unpack(String resource, Path target) throws IOException {
    try (InputStream in = BlobCompiler.class.getResourceAsStream("/toolchain/" + resource)) {
      Files.copy(Objects.requireNonNull(in, resource), target);
    }
  }
}
