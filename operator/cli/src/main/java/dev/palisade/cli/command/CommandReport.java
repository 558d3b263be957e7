package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.api.v1alpha1.RolloutCommand;

/**
 * A RolloutCommand at one moment.
 *
 * @param phase null as long as the operator has not taken it up
 */
record CommandReport(
    String namespace, String name, RolloutAction action, CommandPhase phase, String message) {
  static CommandReport of(RolloutCommand command) {
    return new CommandReport(
        command.getMetadata().getNamespace(),
        command.getMetadata().getName(),
        command.getSpec().action,
        Progress.phase(command).orElse(null),
        Progress.message(command));
  }
}
