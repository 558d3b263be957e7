package dev.palisade.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One textual change of a source file, and the test that must notice.
 *
 * @param module directory below {@code operator}
 * @param source class in whose file the change is
 * @param from stands there exactly once
 * @param test class of the same module
 * @param method of it that must fail
 */
record PlantedBug(
    String name, String module, String source, String from, String to, String test, String method) {
  static final Path OPERATOR = Path.of("../operator").toAbsolutePath().normalize();

  static Path target(String module, String directory) {
    return OPERATOR.resolve(module).resolve("target").resolve(directory);
  }

  /** The source with the bug in it. */
  String text() {
    Path file =
        OPERATOR
            .resolve(module)
            .resolve("src/main/java")
            .resolve(source.replace('.', '/') + ".java");
    try {
      String text = Files.readString(file);
      int at = text.indexOf(from);
      if (at < 0 || text.indexOf(from, at + 1) >= 0) {
        throw new AssertionError(
            "%s: the text to change stands %s in %s; plant the bug anew: %s"
                .formatted(name, at < 0 ? "nowhere" : "more than once", file, from));
      }
      return text.replace(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
