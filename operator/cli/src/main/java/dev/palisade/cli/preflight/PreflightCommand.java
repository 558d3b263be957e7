package dev.palisade.cli.preflight;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.ExitCode;
import dev.palisade.cli.cluster.ClusterOptions;
import dev.palisade.cli.cluster.Live;
import dev.palisade.cli.render.PolicyFile;
import dev.palisade.cli.text.Output;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade preflight}. */
@Command(
    name = "preflight",
    description = {
      "Says for each workload that a policy would match whether it can be assigned, and what stands in the way.",
      "",
      "Writes nothing: it asks the API server by server-side dry runs of what the operator would apply (as field manager"
          + " palisade, not forced) and of a pod made from the result. Verdicts: Assignable; Assigned (has the revision"
          + " already); DevicesOnly (assignable, and a container is privileged: only the rules about devices hold);"
          + " FieldConflict (which manager owns which field); PolicyConflict (another policy holds it);"
          + " NotAssignable (privileged, a Localhost profile of somebody else, all pods down while it rolls);"
          + " AdmissionRefused (in the API server's words); NodesUnsupported, HelperNotReady, NoEligibleNode (which nodes"
          + " and why); Paused.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all can be assigned",
      "1:some cannot",
      "2:the policy, a file or an option cannot be used",
      "3:the cluster could not be asked"
    },
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} preflight policy.yaml",
      "  ${ROOT-COMMAND-NAME} preflight checkout -n shop"
    },
    mixinStandardHelpOptions = true)
public final class PreflightCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;
  @Mixin Output output;

  @Parameters(
      index = "0",
      paramLabel = "FILE|NAME",
      completionCandidates = Live.Policies.class,
      description = "A file (- is standard input), or a policy that is stored.")
  String policy;

  @Override
  public Integer call() throws IOException {
    try (KubernetesClient client = cluster.connect()) {
      List<PreflightReport> reports = new ArrayList<>();
      for (PolicyInput input : inputs(client)) {
        PreflightReport report = preflight(client, input);
        reports.add(report);
        if (output.isTable()) {
          print(PreflightLines.of(report, spec.commandLine().getColorScheme().ansi().enabled()));
        }
      }
      if (!output.isTable()) {
        print(output.whole(new PreflightReport.All(reports)));
      }
      return reports.stream().allMatch(PreflightReport::passes) ? ExitCode.OK : ExitCode.NEGATIVE;
    }
  }

  private List<PolicyInput> inputs(KubernetesClient client) throws IOException {
    String current = cluster.namespace(client);
    if (!PolicyInput.isFile(policy)) {
      return List.of(
          PolicyInput.stored(new NamespaceReader(client, current, new ArrayList<>()), policy));
    }
    PolicyFile.Content content =
        PolicyFile.read(
            policy, PolicyFile.text(policy), cluster.namesNamespace() ? current : "", current);
    content.skipped().forEach(n -> spec.commandLine().getErr().println("note: " + n));
    content
        .cluster()
        .forEach(c ->
            spec.commandLine()
                .getErr()
                .println(
                    "note: %s: ClusterSecurityPolicy %s is left out: those of the cluster are merged"
                        .formatted(policy, c.getMetadata().getName())));
    return content.policies().stream()
        .map(p -> PolicyInput.ofFile(reader(client, p), policy, p))
        .toList();
  }

  private static NamespaceReader reader(KubernetesClient client, SecurityPolicy of) {
    return new NamespaceReader(client, of.getMetadata().getNamespace(), new ArrayList<>());
  }

  private static PreflightReport preflight(KubernetesClient client, PolicyInput input) {
    String namespace = input.policy().getMetadata().getNamespace();
    String name = input.policy().getMetadata().getName();
    List<String> unread = new ArrayList<>();
    NamespaceView view = new NamespaceReader(client, namespace, unread).read(name);
    return new Preflight(input, view, new Probing(client)::of, Instant.now()).report(unread);
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }
}
