package dev.palisade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What each command says of itself, and what is said where it was typed wrongly. */
class HelpTest {
  static Stream<String> commands() {
    return PalisadeCommand.commandLine().getSubcommands().entrySet().stream()
        .filter(e -> !e.getValue().getCommandSpec().usageMessage().hidden())
        .map(e -> e.getKey())
        .filter(name -> !name.equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandNamesItsExitCodes(String command) {
    assertThat(run(command, "--help").out())
        .startsWith("Usage: kubectl palisade " + command)
        .contains("Exit codes:\n  0   ", "\n  2   ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsInTheGuide(String command) throws IOException {
    assertThat(Files.readString(Path.of("../../docs/guide/cli.md"))).contains("| `" + command);
  }

  @Test
  void asItWasCalled() {
    System.setProperty("palisade.name", "palisade");
    try {
      assertThat(run("status", "--help").out())
          .startsWith("Usage: palisade status")
          .contains("\n  palisade status -A\n")
          .doesNotContain("kubectl");
      assertThat(run().err()).isEqualTo("error: name a command\nSee palisade --help\n");
    } finally {
      System.clearProperty("palisade.name");
    }
  }

  @Test
  void coloursAreThereWhenAskedForAndElseOnATerminal() {
    assertThat(run("--help").out()).doesNotContain("\033[");
    assertThat(run("--color", "always", "--help").out()).contains("\033[");
    assertThat(run("status", "--color=always", "--help").out()).contains("\033[");
    assertThat(run("status", "--color=never", "--help").out()).doesNotContain("\033[");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stat | error: Unmatched argument at index 0: 'stat' / Did you mean: kubectl palisade status or kubectl palisade test?",
        "status --al | error: Unknown option: '--al' / Possible solutions: --all-namespaces",
        "retry | error: Missing required parameter: 'NAME' / See kubectl palisade retry --help",
        "status -A -n shop | error: -A shows every policy: leave out NAME and -n, or -A / See kubectl palisade status --help",
        "completion tcsh | error: Invalid value for positional parameter at index 0 (SHELL): expected one of [bash, zsh, fish] (case-insensitive) but was 'tcsh' / See kubectl palisade completion --help"
      })
  void whatWasTypedWronglyIsNamedInOneLineAndAWayOutInTheNext(String typed, String expected) {
    Run run = run(typed.split(" "));
    assertThat(run.err()).isEqualTo(expected.replace(" / ", "\n") + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }

  private record Run(int exitCode, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        PalisadeCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Run(line.execute(arguments), out.toString(), err.toString());
  }
}
