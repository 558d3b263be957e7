package dev.palisade.cli.meaning;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.render.PolicyPlans;
import dev.palisade.cli.text.Output;
import dev.palisade.cli.text.Plain;
import dev.palisade.cli.text.Table;
import dev.palisade.cli.text.Tone;
import dev.palisade.policy.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade test}. */
@Command(
    name = "test",
    description = {
      "Asks policies the questions of a file and compares the answers with those that it expects.",
      "",
      "The file is YAML, a document for each policy: policy (its file, beside this one), policyName (where that has several),"
          + " runtime, and cases, a list of {name, container, program, ask, expect, rule}: ask is the words of can-i as a list, expect"
          + " Allowed or Denied, rule the one that has to decide (files/NAME, the base's name, capabilities), if that"
          + " matters. Asks no cluster."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every answer is the expected one",
      "1:some are not",
      "2:a file or an option cannot be used"
    },
    mixinStandardHelpOptions = true)
public final class TestCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin Output output;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "The cases; - is standard input, with policies beside the working directory.")
  String file;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of policies that name none.")
  String namespace = "";

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results as JUnit's XML, for CI.")
  Optional<Path> junit = Optional.empty();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    var results = new ArrayList<CaseResult>();
    for (CasesFile.Cases cases : CasesFile.read(file)) {
      String place = CasesFile.policy(file, cases);
      Policy policy =
          CanICommand.one(
                  place,
                  cases.policyName,
                  PolicyPlans.read(place, namespace, line -> err.println(Plain.line(line))))
              .policy();
      cases.cases.forEach(
          c -> results.add(CaseResult.of(c, policy, RuntimeOption.runtime(cases.runtime))));
    }
    CaseResult.All all = CaseResult.All.of(results);
    junit.ifPresent(xml -> JUnitReport.write(xml, file, all));
    PrintWriter out = spec.commandLine().getOut();
    (output.isTable() ? lines(all) : output.whole(all)).forEach(out::println);
    out.flush();
    return all.failed() == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  private List<String> lines(CaseResult.All all) {
    Table table =
        new Table("", "RESULT", "POLICY", "CASE", "WHY")
            .tone("RESULT", row -> row.get(0).equals("passed") ? Tone.GOOD : Tone.BAD);
    for (CaseResult result : all.cases()) {
      table.row(
          result.passed() ? "passed" : "failed",
          result.policy(),
          result.name(),
          result.passed() ? "" : result.problem());
    }
    var lines = new ArrayList<>(table.lines(spec.commandLine().getColorScheme().ansi().enabled()));
    lines.add("");
    lines.add("%d passed, %d failed".formatted(all.passed(), all.failed()));
    return lines;
  }
}
