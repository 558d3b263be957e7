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

/** {@code kubectl palisade retry}. */
@Command(
    name = "retry",
    description = "Rolls a policy's failed, reverted or released revision again.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or created with --no-wait",
      "1:refused, or not done in time",
      "2:bad input",
      "3:the cluster could not be asked"
    },
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} retry checkout -n shop"},
    mixinStandardHelpOptions = true)
public final class RetryCommand implements Callable<Integer> {
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
        RolloutAction.Retry, name, cluster, wait, Telling.of(output, spec.commandLine()));
  }
}
