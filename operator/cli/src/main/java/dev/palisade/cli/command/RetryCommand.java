package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import picocli.CommandLine.Command;

/** {@code kubectl palisade retry}. */
@Command(
    name = "retry",
    description = "Rolls a policy's failed, reverted or released revision again.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} retry checkout -n shop"})
public final class RetryCommand extends PolicyOrder {
  public RetryCommand() {
    super(RolloutAction.Retry);
  }
}
