package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.cli.text.Output;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Says what becomes of RolloutCommands: a line for each change, or a document. */
record Telling(Output output, PrintWriter out, PrintWriter err) {
  static Telling of(Output output, CommandLine line) {
    return new Telling(output, line.getOut(), line.getErr());
  }

  void created(RolloutCommand command) {
    say(command, Progress.created(command));
  }

  void changed(RolloutCommand command) {
    say(command, Progress.line(command));
  }

  /** For a person: not among the documents. */
  void hint(String hint) {
    PrintWriter to = output.isTable() ? out : err;
    to.println(hint);
    to.flush();
  }

  private void say(RolloutCommand command, String line) {
    if (output.isTable()) {
      out.println(line);
    } else {
      output.oneOfMany(CommandReport.of(command)).forEach(out::println);
    }
    out.flush();
  }
}
