package dev.palisade.cli.meaning;

import dev.palisade.policy.meaning.ContainerRuntime;
import picocli.CommandLine.Option;

/** Whose default capabilities a container has. */
final class RuntimeOption {
  /** As they are typed. */
  enum Word {
    containerd,
    crio
  }

  @Option(
      names = "--runtime",
      paramLabel = "RUNTIME",
      defaultValue = "containerd",
      description =
          "${COMPLETION-CANDIDATES}: whose default capabilities containers have that ask for none (default:"
              + " ${DEFAULT-VALUE}).")
  Word word = Word.containerd;

  static ContainerRuntime runtime(Word word) {
    return switch (word) {
      case containerd -> ContainerRuntime.CONTAINERD;
      case crio -> ContainerRuntime.CRIO;
    };
  }

  ContainerRuntime runtime() {
    return runtime(word);
  }
}
