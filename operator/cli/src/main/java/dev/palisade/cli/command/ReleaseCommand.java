package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.RolloutCommandSpec;
import dev.palisade.cli.ExitCode;
import dev.palisade.cli.cluster.ClusterOptions;
import dev.palisade.cli.cluster.Live;
import dev.palisade.cli.text.Output;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade release}. */
@Command(
    name = "release",
    description = {
      "Gives Palisade's fields of workloads back, as a budgeted rollout, whether or not their policy still exists.",
      "",
      "A released workload is left alone until: ${ROOT-COMMAND-NAME} retry POLICY."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:released, or created with --no-wait",
      "1:refused, or not done in time",
      "2:bad input",
      "3:the cluster could not be asked"
    },
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} release shop/deployment/checkout shop/deployment/cart",
      "  ${ROOT-COMMAND-NAME} release --all -n shop"
    },
    mixinStandardHelpOptions = true)
public final class ReleaseCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;
  @Mixin WaitOptions wait;
  @Mixin Output output;

  @Parameters(
      arity = "0..*",
      paramLabel = "NS/KIND/NAME",
      completionCandidates = Live.Workloads.class,
      description = "Workloads; KIND/NAME is one of the namespace of -n.")
  List<String> workloads = new ArrayList<>();

  @Option(names = "--all", description = "Every workload of the namespace that carries our fields.")
  boolean all;

  @Override
  public Integer call() throws InterruptedException {
    if (all == !workloads.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "say what to release: NS/KIND/NAME..., or --all");
    }
    try (KubernetesClient client = cluster.connect()) {
      Orders orders = new Orders(client);
      Map<String, RolloutCommandSpec> specs =
          all
              ? Map.of(cluster.namespace(client), everything())
              : byNamespace(orders, cluster.namespace(client));
      List<RolloutCommand> created = new ArrayList<>();
      specs.forEach((namespace, order) -> created.add(orders.create(namespace, order)));
      Ending.of(client, created, wait, Telling.of(output, spec.commandLine()));
    }
    return ExitCode.OK;
  }

  private static RolloutCommandSpec everything() {
    RolloutCommandSpec order = new RolloutCommandSpec();
    order.action = RolloutAction.Release;
    order.all = true;
    return order;
  }

  private Map<String, RolloutCommandSpec> byNamespace(Orders orders, String current) {
    var names =
        workloads.stream()
            .map(w -> WorkloadName.parse(w, current))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    names.forEach(orders::requireWorkload);
    Map<String, RolloutCommandSpec> specs = new TreeMap<>();
    for (WorkloadName w : names) {
      RolloutCommandSpec order = specs.computeIfAbsent(w.namespace(), k -> some());
      var reference = new RolloutCommandSpec.WorkloadReference();
      reference.kind = w.kind();
      reference.name = w.name();
      order.workloads.add(reference);
    }
    return specs;
  }

  private static RolloutCommandSpec some() {
    RolloutCommandSpec order = new RolloutCommandSpec();
    order.action = RolloutAction.Release;
    order.workloads = new ArrayList<>();
    return order;
  }
}
