package dev.palisade.docs;

import dev.palisade.bed.Program;
import dev.palisade.bed.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A program that a shell block starts, with its arguments as bash hands them over.
 *
 * @param stdin what it reads where an argument is {@code -}
 */
record Invocation(List<String> words, String stdin) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /**
   * Bash reads the block itself, so quoting, pipes and substitutions are what they are; but it
   * finds no program, and writes down what it would have started.
   */
  private static final String RECORDING =
      """
      PATH=/nowhere
      record() {
        local stdin=
        [[ " $* " != *" - "* ]] || IFS= read -rd '' stdin
        printf '%s\\0' $(($# + 1)) "$@" "$stdin" >&3 # in one piece: programs of a pipe do it at once
      }
      command_not_found_handle() { record "$@"; }
      cd() { record cd "$@"; }
      e2e/bed/bed() { record e2e/bed/bed "$@"; }
      """;

  String program() {
    return words.getFirst();
  }

  List<String> arguments() {
    return words.subList(1, words.size());
  }

  /**
   * What a script would start.
   *
   * @throws IllegalStateException with bash's words when it is no script, or names a program by a
   *     path that {@link #RECORDING} does not know
   */
  static List<Invocation> of(String script) {
    Path directory = null;
    try {
      directory = Files.createTempDirectory("recorded");
      Files.writeString(directory.resolve("script"), RECORDING + script);
      Path record = directory.resolve("record");
      Program run =
          Program.run(
              List.of(
                  "bash",
                  "-c",
                  "cd \"$1\" && exec bash ./script 3>record",
                  "bash",
                  directory.toString()),
              Map.of(),
              LIMIT);
      if (!run.err().isEmpty()) {
        throw new IllegalStateException(run.err().strip());
      }
      List<Invocation> found = read(record);
      Trees.delete(directory);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("in " + directory, e);
    }
  }

  private static List<Invocation> read(Path record) throws IOException {
    String text = Files.readString(record, StandardCharsets.UTF_8);
    Iterator<String> fields = Arrays.asList(text.split("\0", -1)).iterator();
    List<Invocation> found = new ArrayList<>();
    for (String count = fields.next(); !count.isEmpty(); count = fields.next()) {
      List<String> words = new ArrayList<>();
      for (int i = 1; i < Integer.parseInt(count); i++) {
        words.add(fields.next());
      }
      found.add(new Invocation(List.copyOf(words), fields.next()));
    }
    return found;
  }

  /** As it was typed, more or less. */
  String line() {
    return String.join(" ", words);
  }
}
