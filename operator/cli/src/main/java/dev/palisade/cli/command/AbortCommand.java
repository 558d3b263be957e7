package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.cli.cluster.ClusterOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade abort}. */
@Command(
    name = "abort",
    description =
        "Takes the rollout of a policy that is in progress back to the previous revision.",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused or not done in time, 2 bad input, 3 the cluster could not be asked.",
      "",
      "Example:",
      "  kubectl palisade abort checkout -n shop"
    },
    mixinStandardHelpOptions = true)
public final class AbortCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;
  @Mixin WaitOptions wait;

  @Parameters(index = "0", paramLabel = "NAME", description = "A policy.")
  String name;

  @Override
  public Integer call() throws InterruptedException {
    return PolicyOrder.give(RolloutAction.Abort, name, cluster, wait, spec.commandLine().getOut());
  }
}
