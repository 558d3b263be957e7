package dev.palisade.cli.completion;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.PalisadeCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade __complete}: asked by shells and by kubectl, not by people. */
@Command(
    name = CompleteCommand.NAME,
    hidden = true,
    description = "Answers shell completion: what the last WORD may become.")
public final class CompleteCommand implements Callable<Integer> {
  public static final String NAME = "__complete";

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "WORD", description = "What is typed after the name of the command.")
  List<String> words = new ArrayList<>();

  /** Its words are not its options. */
  public static void takeWordsAsTheyAre(CommandLine root) {
    root.getSubcommands()
        .get(NAME)
        .setStopAtPositional(true)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() {
    Completion.of(PalisadeCommand.commandLine(), words)
        .lines()
        .forEach(spec.commandLine().getOut()::println);
    return ExitCode.OK;
  }
}
