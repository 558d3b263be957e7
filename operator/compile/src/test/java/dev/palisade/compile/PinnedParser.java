package dev.palisade.compile;

import java.nio.file.Path;
import java.util.Objects;

/** The parser that the operator's image has. */
final class PinnedParser {
  private PinnedParser() {}

  static BlobCompiler compiler() {
    return new BlobCompiler(
        Path.of(
            Objects.requireNonNull(
                System.getenv("PALISADE_PARSER"),
                "PALISADE_PARSER is not set; make check sets it to what e2e/bed/bed parser prints")),
        Limits.DEFAULT);
  }
}
