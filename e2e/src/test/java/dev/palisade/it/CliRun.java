package dev.palisade.it;

import dev.palisade.bed.Bed;
import dev.palisade.cli.PalisadeCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;

/** One run of {@code kubectl palisade} in this process. */
record CliRun(int exitCode, List<String> out, List<String> err) {

  /** With the bed's kubeconfig. */
  static CliRun of(Bed bed, String... arguments) {
    return of(line -> {}, bed, arguments);
  }

  /** Also tells each line as it is printed. */
  static CliRun of(Consumer<String> printed, Bed bed, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", bed.kubeconfig().toString()));
    return of(printed, all);
  }

  static CliRun of(List<String> arguments) {
    return of(line -> {}, arguments);
  }

  private static CliRun of(Consumer<String> printed, List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        PalisadeCommand.commandLine()
            .setOut(telling(printed, out))
            .setErr(new PrintWriter(err, true));
    int exitCode = line.execute(arguments.toArray(String[]::new));
    return new CliRun(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }

  private static PrintWriter telling(Consumer<String> printed, StringWriter out) {
    return new PrintWriter(out, true) {
      @Override
      public void println(String line) {
        super.println(line);
        printed.accept(line);
      }
    };
  }

  /** The lines with one bar between cells, however wide the columns are. */
  List<String> rows() {
    return out.stream().map(l -> l.strip().replaceAll(" {3,}", "|")).toList();
  }
}
