package dev.palisade.cli.render;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.text.Plain;
import dev.palisade.compile.RevisionPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Writes the AppArmor texts, the seccomp filters and the SecurityProfile of each policy in a file.
 */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what the operator would make of a SecurityPolicy: CONTAINER.apparmor for each container with a profile of its"
          + " own (_default.apparmor for defaultContainer), CONTAINER.seccomp.json where it has a seccomp filter, and profile.yaml, the"
          + " SecurityProfile.",
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

  @Mixin PolicySource source;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Directory to write to; made if it is not there.")
  Path directory;

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
    List<RevisionPlan> plans = source.plans(this::tell);
    for (RevisionPlan plan : plans) {
      String place = PolicyPlans.place(source.file(), plan.policy().name());
      plan.warnings().forEach(w -> tell("warning: %s: %s".formatted(place, w)));
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

  private static String folder(RevisionPlan plan) {
    return plan.policy().namespace() + "." + plan.policy().name();
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(Plain.line(line));
  }
}
