package dev.palisade.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way from an artefact's text to the bytes a kernel loads: the pinned {@code apparmor_parser},
 * under limits. Safe to use from several threads.
 */
public final class BlobCompiler {
  private final Path parser;
  private final Limits limits;

  /** It is part of the image, and stays what it was found to be. */
  private volatile boolean pinned;

  public BlobCompiler(Path parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /**
   * Blocks until the parser ends or is ended. What the text or the parser do wrong is in the
   * answer.
   */
  public Compilation compile(Artefact artefact) throws InterruptedException {
    if (!pinned) {
      Optional<String> wrongParser = ParserVersion.problem(parser, limits);
      if (wrongParser.isPresent()) {
        return new Compilation.Failed(Reason.CompileFailed, wrongParser.get());
      }
      pinned = true;
    }
    try (Workspace workspace = Workspace.create(artefact.text().text())) {
      ParserRun.Outcome outcome =
          ParserRun.run(
              Stream.concat(Stream.of(parser.toString()), workspace.arguments().stream()).toList(),
              limits);
      Optional<Compilation.Failed> failure = ParserMessage.failure(outcome, artefact, limits);
      return failure.isPresent()
          ? failure.get()
          : compiled(artefact, Files.readAllBytes(workspace.blob()));
    } catch (IOException e) {
      return new Compilation.Failed(
          Reason.CompileFailed,
          "container %s: cannot run the parser: %s".formatted(artefact.container(), e));
    }
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
