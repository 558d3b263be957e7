package dev.palisade.cli;

import dev.palisade.cli.bundle.SupportBundleCommand;
import dev.palisade.cli.command.AbortCommand;
import dev.palisade.cli.command.ReleaseCommand;
import dev.palisade.cli.command.RetryCommand;
import dev.palisade.cli.completion.CompleteCommand;
import dev.palisade.cli.completion.CompletionCommand;
import dev.palisade.cli.imports.ImportCommand;
import dev.palisade.cli.meaning.CanICommand;
import dev.palisade.cli.meaning.DiffCommand;
import dev.palisade.cli.meaning.ExplainCommand;
import dev.palisade.cli.meaning.LintCommand;
import dev.palisade.cli.meaning.TestCommand;
import dev.palisade.cli.preflight.PreflightCommand;
import dev.palisade.cli.render.RenderCommand;
import dev.palisade.cli.status.StatusCommand;
import dev.palisade.cli.text.Plain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code kubectl palisade}: its subcommands, and what they have in common. */
@Command(
    name = "kubectl palisade",
    description = "Rolls out security policy and shows what is enforced.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = PalisadeVersion.class,
    subcommands = {
      RenderCommand.class,
      CanICommand.class,
      ExplainCommand.class,
      DiffCommand.class,
      LintCommand.class,
      TestCommand.class,
      ImportCommand.class,
      PreflightCommand.class,
      StatusCommand.class,
      ReleaseCommand.class,
      RetryCommand.class,
      AbortCommand.class,
      SupportBundleCommand.class,
      CompletionCommand.class,
      CompleteCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the answer is no: see each command",
      "2:bad input",
      "3:the cluster could not be asked"
    })
public final class PalisadeCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "With an error, print where it came from.")
  boolean verbose;

  /** As it is typed. */
  enum When {
    auto,
    always,
    never
  }

  /** picocli's colour scheme is what also the tables ask. Its own auto heeds NO_COLOR. */
  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description =
          "${COMPLETION-CANDIDATES}: auto (the default) is on a terminal, unless NO_COLOR is set.")
  void color(When when) {
    Ansi ansi =
        switch (when) {
          case auto -> Ansi.AUTO;
          case always -> Ansi.ON;
          case never -> Ansi.OFF;
        };
    spec.commandLine().setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }

  public static CommandLine commandLine() {
    PalisadeCommand root = new PalisadeCommand();
    CommandLine line =
        new CommandLine(root)
            .setCommandName(Called.as())
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, arguments) -> misused(e))
            .setExecutionExceptionHandler((e, l, parsed) -> report(e, l, root.verbose));
    CompleteCommand.takeWordsAsTheyAre(line);
    return line;
  }

  /** One line, and where to read on: not the whole help, which would push the line out of sight. */
  private static int misused(CommandLine.ParameterException e) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("error: " + Plain.line(e.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
      line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.BAD_INPUT;
  }

  private static int report(Exception e, CommandLine line, boolean verbose) {
    String message = e instanceof Failure ? e.getMessage() : "unexpected: " + e;
    line.getErr().println("error: " + message);
    if (verbose) {
      e.printStackTrace(line.getErr());
    } else if (!(e instanceof Failure)) {
      line.getErr()
          .println("This is a fault of %s; -v prints where it came from.".formatted(Called.as()));
    }
    return e instanceof Failure f ? f.exitCode() : ExitCode.CLUSTER;
  }
}
