package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.api.v1alpha1.RolloutCommandSpec;
import dev.palisade.cli.ExitCode;
import dev.palisade.cli.cluster.ClusterOptions;
import dev.palisade.cli.cluster.Live;
import dev.palisade.cli.text.Output;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An order about one policy. */
@Command(
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or created with --no-wait",
      "1:refused, or not done in time",
      "2:bad input",
      "3:the cluster could not be asked"
    },
    mixinStandardHelpOptions = true)
abstract class PolicyOrder implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;
  @Mixin WaitOptions wait;
  @Mixin Output output;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A policy.",
      completionCandidates = Live.Policies.class)
  String policy;

  private final RolloutAction action;

  PolicyOrder(RolloutAction action) {
    this.action = action;
  }

  @Override
  public final Integer call() throws InterruptedException {
    try (KubernetesClient client = cluster.connect()) {
      Orders orders = new Orders(client);
      String namespace = cluster.namespace(client);
      orders.requirePolicy(namespace, policy);
      RolloutCommandSpec order = new RolloutCommandSpec();
      order.action = action;
      order.policyName = policy;
      Ending.of(
          client,
          List.of(orders.create(namespace, order)),
          wait,
          Telling.of(output, spec.commandLine()));
    }
    return ExitCode.OK;
  }
}
