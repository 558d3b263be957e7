package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.cli.cluster.ClusterOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade retry}. */
@Command(
    name = "retry",
    description = "Rolls a policy's failed, reverted or released revision again.",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused or not done in time, 2 bad input, 3 the cluster could not be asked.",
      "",
      "Example:",
      "  kubectl palisade retry checkout -n shop"
    },
    mixinStandardHelpOptions = true)
public final class RetryCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;
  @Mixin WaitOptions wait;

  @Parameters(index = "0", paramLabel = "NAME", description = "A policy.")
  String name;

  @Override
  public Integer call() throws InterruptedException {
    return PolicyOrder.give(RolloutAction.Retry, name, cluster, wait, spec.commandLine().getOut());
  }
}
