package dev.palisade.cli.meaning;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.render.PolicySource;
import dev.palisade.cli.text.Output;
import dev.palisade.cli.text.Plain;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade lint}. */
@Command(
    name = "lint",
    description = {
      "Says what in a policy does not do what it looks like (warnings), and what does less than may be wanted (notes).",
      "",
      "Warnings: a rule that changes nothing, because the base or other rules say so already; a path that leads through a link;"
          + " a directory that is named as a file, or without what is in it; a program with rules of its own that nobody may run; rules about devices in mode Complain; and those of render. Notes: a file that gets"
          + " another path once a directory above it is renamed. Asks no cluster."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no warnings",
      "1:there are warnings",
      "2:the file or an option cannot be used"
    },
    mixinStandardHelpOptions = true)
public final class LintCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin PolicySource source;
  @Mixin Output output;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    LintReport report = LintReport.of(source.plans(line -> err.println(Plain.line(line))));
    PrintWriter out = spec.commandLine().getOut();
    (output.isTable() ? lines(report) : output.whole(report)).forEach(out::println);
    out.flush();
    return report.hasWarnings() ? ExitCode.NEGATIVE : ExitCode.OK;
  }

  /** Sentences are too long for a table. */
  private static List<String> lines(LintReport report) {
    return report.findings().isEmpty()
        ? List.of("Nothing to say.")
        : report.findings().stream().flatMap(LintCommand::lines).toList();
  }

  private static Stream<String> lines(LintReport.Line f) {
    return Stream.of(
        Plain.line(
            "%s: %s/%s %s: %s"
                .formatted(
                    f.severity().toLowerCase(Locale.ROOT),
                    f.namespace(),
                    f.name(),
                    f.where(),
                    f.message())));
  }
}
