package dev.palisade.cli.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.cli.PalisadeCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Each policy in examples/ answers as the cases beside it expect, and nothing is to be said against
 * it.
 */
class ExamplesTest {
  private static final Path HOME = Path.of("../../examples");

  @ParameterizedTest
  @MethodSource("examples")
  void answersAsItsCasesExpect(String example) {
    assertThat(run("test", "-f", HOME.resolve("tests").resolve(example).toString())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isNotWarnedOf(String example) {
    assertThat(run("lint", "-f", HOME.resolve(example).toString())).isEmpty();
  }

  @Test
  void everyTestHasItsExample() throws IOException {
    assertThat(names(HOME.resolve("tests"))).isEqualTo(examples()).hasSizeGreaterThan(8);
  }

  static List<String> examples() throws IOException {
    return names(HOME);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  /** What was printed, if it failed. */
  private static String run(String... words) {
    var out = new StringWriter();
    CommandLine command = PalisadeCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    return command.execute(words) == 0 ? "" : out.toString();
  }
}
