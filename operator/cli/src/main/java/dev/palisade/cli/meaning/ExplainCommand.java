package dev.palisade.cli.meaning;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.render.PolicySource;
import dev.palisade.cli.text.Output;
import dev.palisade.cli.text.Plain;
import dev.palisade.cli.text.Table;
import dev.palisade.policy.Draft;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade explain}. */
@Command(
    name = "explain",
    description = {
      "Says in words what each container of a policy may not do, and by which rule; with the names of the profiles, and which"
          + " containers share one. Rules about devices are the pod's and stand before them.",
      "Asks no cluster."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:the file or an option cannot be used"},
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin PolicySource source;
  @Mixin Output output;

  @Option(
      names = "--base",
      description = "Also what the base denies, and the rules of presets one by one.")
  boolean base;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<Explanation> all =
        source.plans(line -> err.println(Plain.line(line))).stream()
            .map(plan -> Explanation.of(plan, base))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    (output.isTable()
            ? all.stream().flatMap(e -> lines(e).stream()).toList()
            : output.whole(new Explanation.All(all)))
        .forEach(out::println);
    out.flush();
    return ExitCode.OK;
  }

  private List<String> lines(Explanation policy) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s/%s, mode %s, revision %s"
            .formatted(policy.namespace(), policy.name(), policy.mode(), policy.revision()));
    if (!policy.pod().rules().isEmpty()) {
      lines.add("");
      lines.add("every container of the pod, privileged ones too");
      lines.addAll(table(policy.pod().rules()));
    }
    for (Explanation.Container container : policy.containers()) {
      lines.add("");
      lines.add(Plain.line(who(container)));
      lines.add("  profile %s".formatted(container.profile()));
      if (container.seccompProfile() != null) {
        lines.add("  seccomp profile %s".formatted(container.seccompProfile()));
      }
      if (container.rules().isEmpty()) {
        lines.add(
            "  may do what base %s (version %s) allows"
                .formatted(container.base(), container.baseVersion()));
        continue;
      }
      lines.add(
          "  may do what base %s (version %s) allows, but:"
              .formatted(container.base(), container.baseVersion()));
      lines.addAll(table(container.rules()));
    }
    lines.add("");
    lines.add("What is denied of a file is not to be had by a hard link to it either.");
    return lines;
  }

  private List<String> table(List<Explanation.Line> rules) {
    Table table = new Table("  ", "IT", "WHAT", "BY");
    rules.forEach(r -> table.row(it(r), r.what(), r.rule()));
    return table.lines(spec.commandLine().getColorScheme().ansi().enabled());
  }

  private static String it(Explanation.Line line) {
    return line.program() == null ? line.may() : line.program() + " " + line.may();
  }

  private static String who(Explanation.Container container) {
    if (!container.name().equals(Draft.Container.DEFAULT)) {
      return "container " + container.name();
    }
    return "every container that has no rules of its own"
        + (container.covers().isEmpty()
            ? ""
            : "; so has " + String.join(", ", container.covers()) + ", whose rules are the same");
  }
}
