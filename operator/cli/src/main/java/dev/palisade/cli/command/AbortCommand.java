package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import picocli.CommandLine.Command;

/** {@code kubectl palisade abort}. */
@Command(
    name = "abort",
    description =
        "Takes the rollout of a policy that is in progress back to the previous revision.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} abort checkout -n shop"})
public final class AbortCommand extends PolicyOrder {
  public AbortCommand() {
    super(RolloutAction.Abort);
  }
}
