package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.cli.cluster.ClusterOptions;
import dev.palisade.cli.cluster.Live;
import dev.palisade.cli.text.Output;
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
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or created with --no-wait",
      "1:refused, or not done in time",
      "2:bad input",
      "3:the cluster could not be asked"
    },
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} abort checkout -n shop"},
    mixinStandardHelpOptions = true)
public final class AbortCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;
  @Mixin WaitOptions wait;
  @Mixin Output output;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A policy.",
      completionCandidates = Live.Policies.class)
  String name;

  @Override
  public Integer call() throws InterruptedException {
    return PolicyOrder.give(
        RolloutAction.Abort, name, cluster, wait, Telling.of(output, spec.commandLine()));
  }
}
