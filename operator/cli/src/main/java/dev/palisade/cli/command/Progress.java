package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.cli.text.Plain;
import java.util.Optional;

/** What a RolloutCommand says of itself. */
final class Progress {
  private Progress() {}

  static Optional<CommandPhase> phase(RolloutCommand command) {
    return Optional.ofNullable(command.getStatus()).map(s -> s.phase);
  }

  static String message(RolloutCommand command) {
    return Optional.ofNullable(command.getStatus()).map(s -> s.message).orElse("");
  }

  /** Empty as long as the operator has not taken it up. */
  static String line(RolloutCommand command) {
    String message = Plain.line(message(command));
    return phase(command)
        .map(p -> message.isEmpty() ? p.name() : p.name() + ": " + message)
        .orElse("");
  }

  static String created(RolloutCommand command) {
    return "created rolloutcommand %s/%s"
        .formatted(command.getMetadata().getNamespace(), command.getMetadata().getName());
  }
}
