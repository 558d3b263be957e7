package dev.palisade.cli.render;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.ExitCode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.text.Plain;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.policy.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the AppArmor texts and the SecurityProfile of each policy in a file. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what the operator would make of a SecurityPolicy: CONTAINER.apparmor for each container with a profile of its"
          + " own (_default.apparmor for defaultContainer) and profile.yaml, the SecurityProfile.",
      "Asks no cluster and needs no parser. Of a file with several policies, each gets a directory NAMESPACE.NAME in DIR;"
          + " objects of other kinds are skipped."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything is written",
      "1:the compiler refused a profile (--compile); nothing is written",
      "2:the file, an option or the parser cannot be used; nothing is written"
    })
public final class RenderCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "YAML or JSON with SecurityPolicies; - is standard input.")
  String file;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Directory to write to; made if it is not there.")
  Path directory;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of policies that name none. It is part of every name.")
  String namespace = "";

  @Option(
      names = "--compile",
      description =
          "Also write CONTAINER.blob, what nodes load, and the blobs' hashes into profile.yaml.")
  boolean compile;

  @Option(
      names = "--parser",
      paramLabel = "PATH",
      defaultValue = "${env:PALISADE_PARSER:-/usr/sbin/apparmor_parser}",
      description = "The apparmor_parser for --compile (default: ${DEFAULT-VALUE}).")
  Path parser;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PolicyFile.Content content = PolicyFile.read(file, PolicyFile.text(file), namespace, "");
    content.skipped().forEach(note -> tell("note: " + note));
    List<RevisionPlan> plans = new ArrayList<>();
    for (SecurityPolicy policy : content.policies()) {
      plans.add(plan(policy));
    }
    var files = new LinkedHashMap<Path, byte[]>();
    for (RevisionPlan plan : plans) {
      Path place = Path.of(plans.size() == 1 ? "" : folder(plan));
      Map<String, byte[]> rendered =
          compile ? RenderedFiles.compiled(plan, parser) : RenderedFiles.of(plan);
      rendered.forEach((name, bytes) -> files.put(place.resolve(name), bytes));
    }
    OutputDirectory.write(directory, files);
    return ExitCode.OK;
  }

  private RevisionPlan plan(SecurityPolicy policy) {
    String what = "%s: SecurityPolicy %s".formatted(file, policy.getMetadata().getName());
    return switch (Revisions.plan(policy)) {
      case Planning.Planned(RevisionPlan plan) -> {
        plan.warnings().forEach(w -> tell("warning: %s: %s".formatted(what, w)));
        yield plan;
      }
      case Planning.Refused(var reason, var message, List<Problem> problems) ->
          throw Failure.badInput(
              problems.stream()
                  .filter(Problem::isError)
                  .map(p -> Plain.line("%s: %s".formatted(what, p)))
                  .collect(Collectors.joining("\n       ")));
    };
  }

  private static String folder(RevisionPlan plan) {
    return plan.policy().namespace() + "." + plan.policy().name();
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(Plain.line(line));
  }
}
