package dev.palisade.cli.meaning;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.render.PolicySource;
import dev.palisade.cli.text.Output;
import dev.palisade.cli.text.Plain;
import dev.palisade.cli.text.Table;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.policy.meaning.Question;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade can-i}. */
@Command(
    name = "can-i",
    description = {
      "Says whether a container may do something under a policy, and by which rule: of the policy, of its base, or of none.",
      "",
      "Questions: read|write|append|create|delete|lock|map|execute PATH [other] (several with commas; other: a file that is"
          + " not the process's own), link NAME TARGET [other], capability NAME, network FAMILY TYPE, signal send|receive"
          + " NAME PEER and ptrace trace|read|tracedby|readby PEER (a profile's name, self or unconfined),"
          + " mount|remount|unmount|pivotroot PATH, limit RESOURCE NUMBER, syscall NAME [ARGUMENT...] (without arguments: whatever"
          + " they are; those after the given ones are 0), device block|character MAJOR:MINOR read|write|mknod (several with"
          + " commas).",
      "",
      "Asks no cluster. A path is what the kernel sees: resolved, with a / at the end if it is a directory. Capabilities are"
          + " those of a container that asks for none itself. Permissions of the file system are not asked. Of devices, all containers"
          + " of the pod have the same answer; which of them the runtime gives to a container is not asked."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:yes", "1:no", "2:the file, the question or an option cannot be used"},
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} can-i -f policy.yaml --container app write /var/log/checkout/a.log",
      "  ${ROOT-COMMAND-NAME} can-i -f policy.yaml capability NET_RAW"
    },
    mixinStandardHelpOptions = true)
public final class CanICommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin PolicySource source;
  @Mixin RuntimeOption runtime;
  @Mixin Output output;

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "Without it: any container that the policy does not list.")
  String container = "";

  @Option(
      names = "--program",
      paramLabel = "PATH",
      description =
          "Asked by a process that was started from this program. Without it: by one without rules of its own.")
  String program = "";

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "Which one, if the file has several.")
  String policy = "";

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "The question.")
  List<String> words;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Question question = Asking.question("", words);
    var asker = new Asker(container, program);
    asker
        .problem()
        .ifPresent(message -> {
          throw Failure.badInput("--program: " + message);
        });
    RevisionPlan plan =
        one(source.file(), policy, source.plans(line -> err.println(Plain.line(line))));
    AnswerReport report = Asking.ask(plan.policy(), asker, question, words, runtime.runtime());
    print(output.isTable() ? lines(report) : output.whole(report));
    return report.allowed() ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  /** The policy of this name, or the only one. */
  static RevisionPlan one(String file, String name, List<RevisionPlan> plans) {
    List<String> names = plans.stream().map(p -> p.policy().name()).toList();
    List<RevisionPlan> meant =
        plans.stream().filter(p -> name.isEmpty() || p.policy().name().equals(name)).toList();
    if (meant.size() != 1) {
      throw Failure.badInput(
          meant.isEmpty()
              ? "%s: there is no SecurityPolicy %s in it; it has %s"
                  .formatted(file, name, String.join(", ", names))
              : "%s: has several policies; name one of %s"
                  .formatted(file, String.join(", ", names)));
    }
    return meant.getFirst();
  }

  private List<String> lines(AnswerReport report) {
    var lines = new ArrayList<String>();
    lines.add(
        Plain.line(
            "%s: %s, asked of %s%s in %s/%s (%s)%s"
                .formatted(
                    report.allowed() ? "yes" : "no",
                    String.join(" ", report.question()),
                    report.container(),
                    report.program() == null ? "" : " as " + report.program(),
                    report.namespace(),
                    report.name(),
                    report.mode(),
                    report.reported() ? "; the kernel reports it" : "")));
    Table table = new Table("", "SOURCE", "NAME", "RULE");
    report.grounds().forEach(g -> table.row(g.source(), g.name(), g.rule()));
    lines.addAll(table.lines(spec.commandLine().getColorScheme().ansi().enabled()));
    report.notes().forEach(n -> lines.add("note: " + Plain.line(n)));
    return lines;
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }
}
