package dev.palisade.cli.render;

import dev.palisade.compile.RevisionPlan;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The file with policies that a command works on, offline. */
public final class PolicySource {
  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = {
        "YAML or JSON with SecurityPolicies; - is standard input.",
        "ClusterSecurityPolicies in it are merged into those that they hold for; SecurityBases are there to be named; Namespaces in it say which labels theirs have."
      })
  String file;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of policies that name none. It is part of every name.")
  String namespace = "";

  public String file() {
    return file;
  }

  /** See {@link PolicyPlans#read}. */
  public List<RevisionPlan> plans(Consumer<String> tell) throws IOException {
    return PolicyPlans.read(file, namespace, tell);
  }
}
