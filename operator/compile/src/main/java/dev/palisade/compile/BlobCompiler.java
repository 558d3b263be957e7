package dev.palisade.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way from an artefact's text to the bytes a kernel loads: the pinned {@code apparmor_parser},
 * under limits. Safe to use from several threads.
 */
public final class BlobCompiler {
  private final Path parser;
  private final Limits limits;

  /**
   * Empty until the parser is known: it is part of the image, and stays what it was found to be.
   */
  private List<String> command = List.of();

  public BlobCompiler(Path parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /**
   * Blocks until the parser ends or is ended. What the text or the parser do wrong is in the
   * answer.
   */
  public Compilation compile(Artefact artefact) throws InterruptedException {
    try {
      Optional<String> wrongParser = prepare();
      if (wrongParser.isPresent()) {
        return new Compilation.Failed(Reason.CompileFailed, wrongParser.get());
      }
      byte[] text = artefact.text().text().getBytes(StandardCharsets.US_ASCII);
      ParserRun.Outcome outcome = ParserRun.run(command, text, limits);
      Optional<Compilation.Failed> failure = ParserMessage.failure(outcome, artefact, limits);
      return failure.isPresent()
          ? failure.get()
          : compiled(artefact, outcome.output().toByteArray());
    } catch (IOException e) {
      return new Compilation.Failed(
          Reason.CompileFailed,
          "container %s: cannot run the parser: %s".formatted(artefact.container(), e));
    }
  }

  private synchronized Optional<String> prepare() throws IOException, InterruptedException {
    if (!command.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> wrongParser = ParserVersion.problem(parser, limits);
    if (wrongParser.isEmpty()) {
      command =
          Stream.concat(Stream.of(parser.toString()), FeatureFiles.write().arguments().stream())
              .toList();
    }
    return wrongParser;
  }

  private Compilation compiled(Artefact artefact, byte[] blob) {
    byte[] gzip = Gzip.of(blob);
    return gzip.length <= limits.compressedBytes()
        ? new Compilation.Compiled(blob, gzip)
        : new Compilation.Failed(
            Reason.TooLarge,
            "container %s: the compiled profile has %d bytes (%d compressed), at most %d compressed can be stored; write fewer paths, or * and ** for those that share a directory"
                .formatted(
                    artefact.container(), blob.length, gzip.length, limits.compressedBytes()));
  }
}
