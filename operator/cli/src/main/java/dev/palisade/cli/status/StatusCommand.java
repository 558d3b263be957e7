package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Called;
import dev.palisade.cli.ExitCode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.cluster.ClusterOptions;
import dev.palisade.cli.cluster.Live;
import dev.palisade.cli.cluster.Where;
import dev.palisade.cli.text.Output;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade status}. */
@Command(
    name = "status",
    description = {
      "Shows the policies of a namespace, or one with all that is known about it.",
      "",
      "UPDATED and VERIFIED are workloads of those that match, ENFORCED pods of those governed. With NAME also:"
          + " conditions, workloads in flight or with a problem, failed revisions, which nodes hold the update"
          + " revision, denials, and what to do about each problem."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is shown, whatever it says",
      "2:there is no such policy, or an option is wrong",
      "3:the cluster could not be asked"
    },
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} status -A",
      "  ${ROOT-COMMAND-NAME} status checkout -n shop --watch",
      "  ${ROOT-COMMAND-NAME} status -A -o json | jq -r '.policies[] | select(.degraded) | .name'"
    },
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  /** ECMA-48: cursor home, erase the display. */
  private static final String CLEAR = "\033[H\033[2J";

  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;
  @Mixin Output output;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A policy.",
      completionCandidates = Live.Policies.class)
  String name;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The policies of all namespaces.")
  boolean all;

  @Option(
      names = {"-w", "--watch"},
      description =
          "Show it again at each change, until Ctrl-C; in JSON and YAML one document for each.")
  boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    if (all && (name != null || cluster.namesNamespace())) {
      throw new ParameterException(
          spec.commandLine(), "-A shows every policy: leave out NAME and -n, or -A");
    }
    try (KubernetesClient client = cluster.connect()) {
      Where where = all ? Where.allNamespaces() : Where.in(cluster.namespace(client));
      if (watch) {
        follow(client, where);
      } else {
        Object data = data(open(Reading.ONCE, client, where).get(), where);
        print(output.isTable() ? table(data, where) : output.whole(data));
      }
    }
    return ExitCode.OK;
  }

  private Supplier<ClusterView> open(Reading reading, KubernetesClient client, Where where) {
    return name == null
        ? reading.policies(client, where)
        : reading.policy(client, cluster.namespace(client), name);
  }

  private void follow(KubernetesClient client, Where where) throws InterruptedException {
    try (Watching watching = new Watching()) {
      Supplier<ClusterView> view = open(watching, client, where);
      List<String> shown = List.of();
      while (true) {
        Object data = data(view.get(), where);
        List<String> lines = output.isTable() ? table(data, where) : output.oneOfMany(data);
        if (!lines.equals(shown)) {
          if (output.isTable()) {
            print(onTerminal() ? List.of(CLEAR) : shown.isEmpty() ? List.of() : List.of(""));
          }
          print(lines);
          shown = lines;
        }
        watching.awaitChange();
      }
    }
  }

  /**
   * JDK 25 has no console where standard input or output is no terminal, other than JDK 22 to 24.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }

  private List<String> table(Object data, Where where) {
    boolean colours = spec.commandLine().getColorScheme().ansi().enabled();
    return switch (data) {
      case PolicyLine.All all when all.policies().isEmpty() ->
          List.of("No SecurityPolicy" + where.phrase() + ".");
      case PolicyLine.All all -> PolicyTable.lines(all.policies(), colours);
      case PolicyReport report -> PolicyDetail.lines(report, colours);
      default -> throw new IllegalStateException("no table of " + data);
    };
  }

  private Object data(ClusterView view, Where where) {
    if (name == null) {
      return PolicyLine.of(view.policies());
    }
    SecurityPolicy policy =
        view.policies().stream()
            .filter(p -> name.equals(p.getMetadata().getName()))
            .findFirst()
            .orElseThrow(() ->
                Failure.badInput(
                    "there is no SecurityPolicy %s%s; %s status -A lists them all"
                        .formatted(name, where.phrase(), Called.as())));
    return PolicyReport.of(policy, view);
  }
}
