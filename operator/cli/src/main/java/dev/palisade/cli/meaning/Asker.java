package dev.palisade.cli.meaning;

import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.apparmor.PathSyntax;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Quoted;
import java.util.Optional;

/**
 * Who asks: a process of a container.
 *
 * @param container a name; empty for any that the policy does not list
 * @param program its path, from which the process was started; empty for any without rules of its
 *     own
 */
record Asker(String container, String program) {

  /** What is wrong with it; empty if nothing is. */
  Optional<String> problem() {
    if (program.isEmpty()) {
      return Optional.empty();
    }
    return switch (PathSyntax.read(program)) {
      case PathSyntax.Reading.Refused(String message) -> Optional.of(message);
      case PathSyntax.Reading.Accepted(var glob) when !glob.isLiteral() || program.endsWith("/") ->
          Optional.of("%s is not one program; write its path".formatted(Quoted.of(program)));
      case PathSyntax.Reading.Accepted a -> Optional.empty();
    };
  }

  /** The rules that hold for it. */
  ContainerRules held(ContainerRules rules) {
    return program.isEmpty() ? rules : rules.of(Program.written(program));
  }

  /** Whether the container's rules say anything of its program alone. */
  boolean isNamed(ContainerRules rules) {
    return program.isEmpty() || rules.programs().contains(Program.written(program));
  }
}
