package dev.palisade.cli.meaning;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.render.PolicyPlans;
import dev.palisade.cli.text.Output;
import dev.palisade.cli.text.Plain;
import dev.palisade.cli.text.Table;
import dev.palisade.cli.text.Tone;
import dev.palisade.compile.RevisionPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade diff}. */
@Command(
    name = "diff",
    description = {
      "Says what a newer version of a policy allows that the older one denied (wider), and the other way round (narrower), each"
          + " with the rule that makes the difference and an example; and whether the pods will be replaced.",
      "",
      "It compares what the policies mean: a rule that is renamed, split, moved, or covered by another rule or the base, changes"
          + " nothing. In mode Complain, what is allowed may come to be reported, or not;"
          + " under base Restricted the rules are compared as mode Enforce has them, and the mode is a change of its own. Asks no cluster. Of files with several"
          + " policies, those of the same namespace and name are compared."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wider",
      "1:something is wider",
      "2:a file or an option cannot be used"
    },
    footer = {
      "",
      "Example:",
      "  git show main:policy.yaml | ${ROOT-COMMAND-NAME} diff - policy.yaml"
    },
    mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
  /** What holds for all containers stands under this name, which none can have. */
  private static final String POD = "_pod";

  @Spec CommandSpec spec;
  @Mixin Output output;

  @Parameters(index = "0", paramLabel = "OLD", description = "A file; - is standard input.")
  String old;

  @Parameters(index = "1", paramLabel = "NEW", description = "A file; - is standard input.")
  String young;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of policies that name none. It is part of every name.")
  String namespace = "";

  @Override
  public Integer call() throws IOException {
    Difference.All all = Difference.of(plans(old), plans(young));
    PrintWriter out = spec.commandLine().getOut();
    (output.isTable() ? lines(all) : output.whole(all)).forEach(out::println);
    out.flush();
    return all.policies().stream().anyMatch(Difference::isWider) ? ExitCode.NEGATIVE : ExitCode.OK;
  }

  private List<RevisionPlan> plans(String file) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    return PolicyPlans.read(file, namespace, line -> err.println(Plain.line(line)));
  }

  private List<String> lines(Difference.All all) {
    var lines = new ArrayList<String>();
    all.policies().forEach(d -> lines.addAll(lines(d)));
    all.onlyInOld()
        .forEach(n ->
            lines.add(
                n + " is only in " + old + ": what runs under it stays so until it is released"));
    all.onlyInNew().forEach(n -> lines.add(n + " is only in " + young));
    return lines;
  }

  private List<String> lines(Difference policy) {
    var lines = new ArrayList<String>();
    String profiles =
        policy.containers().stream()
            .filter(Difference.Container::otherProfile)
            .map(Difference.Container::name)
            .collect(Collectors.joining(", "));
    lines.add(
        "%s/%s: %s"
            .formatted(
                policy.namespace(),
                policy.name(),
                policy.newPods()
                    ? "another revision, pods are replaced; other profiles: "
                        + (profiles.isEmpty() ? "none" : profiles)
                    : "the same revision, no pod is replaced"));
    Table table =
        new Table("", "CONTAINER", "CHANGE", "WHAT", "RULE", "EXAMPLE")
            .tone(
                "CHANGE",
                row ->
                    switch (row.get(1)) {
                      case "wider" -> Tone.BAD;
                      case "narrower" -> Tone.GOOD;
                      default -> Tone.NONE;
                    });
    Difference.Pod pod = policy.pod();
    pod.wider().forEach(l -> row(table, POD, "wider", "may " + l.what(), l));
    pod.narrower().forEach(l -> row(table, POD, "narrower", "may not " + l.what(), l));
    for (Difference.Container c : policy.containers()) {
      c.wider().forEach(l -> row(table, c.name(), "wider", "may " + l.what(), l));
      c.narrower().forEach(l -> row(table, c.name(), "narrower", "may not " + l.what(), l));
      c.reported().forEach(l -> row(table, c.name(), "reported", "may " + l.what(), l));
      c.unreported().forEach(l -> row(table, c.name(), "unreported", "may " + l.what(), l));
    }
    if (table.isEmpty()) {
      lines.add("Nothing is allowed, denied or reported that was not before.");
    } else {
      lines.addAll(table.lines(spec.commandLine().getColorScheme().ansi().enabled()));
    }
    return lines;
  }

  private static void row(
      Table table, String container, String change, String what, Difference.Line line) {
    table.row(
        container,
        change,
        (line.program() == null ? "" : line.program() + " ") + what,
        line.rule() + (line.of().equals("old") ? " (old)" : ""),
        line.example() == null ? "not found, there may be one" : line.example());
  }
}
