package dev.palisade.cli.completion;

import dev.palisade.cli.Called;
import dev.palisade.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands, options and values in bash, zsh or fish.",
      "",
      "It is for the command by its own name. kubectl's completion asks kubectl_complete-palisade on the PATH: make that a"
          + " link to kubectl-palisade.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:bad input"},
    footer = {
      "",
      "Examples:",
      "  source <(kubectl-palisade completion bash)          in ~/.bashrc",
      "  source <(kubectl-palisade completion zsh)           in ~/.zshrc, after compinit",
      "  kubectl-palisade completion fish | source           in ~/.config/fish/config.fish",
      "  ln -s kubectl-palisade ~/bin/kubectl_complete-palisade   where kubectl-palisade is in ~/bin"
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
  /** As they are typed. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  Shell shell;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().print(script(shell, Called.as().replace(' ', '-')));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  /**
   * A script.
   *
   * @param command the name of the executable
   */
  static String script(Shell shell, String command) throws IOException {
    try (InputStream in = CompletionCommand.class.getResourceAsStream("completion." + shell)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("COMMAND", command);
    }
  }
}
