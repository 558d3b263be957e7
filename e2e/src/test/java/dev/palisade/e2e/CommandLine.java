package dev.palisade.e2e;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code kubectl palisade}, as a person runs it against the bed. */
final class CommandLine {
  private CommandLine() {}

  static Program run(Bed bed, Duration limit, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(
        Optional.ofNullable(System.getenv("PALISADE_CLI"))
            .orElse(Checkout.root().resolve("operator/cli/target/kubectl-palisade").toString()));
    command.addAll(List.of(arguments));
    return Program.run(
        command,
        Map.of("KUBECONFIG", bed.kubeconfig().toString(), "KUBECTL_PALISADE_CACHE", ""),
        limit);
  }
}
