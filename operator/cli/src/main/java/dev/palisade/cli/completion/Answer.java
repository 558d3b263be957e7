package dev.palisade.cli.completion;

import dev.palisade.cli.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a word may become, as cobra's {@code __complete} answers it (spf13/cobra, completions.go): a
 * line for each candidate, with a description after a tab, then {@code :DIRECTIVE}.
 */
record Answer(List<Candidate> candidates, Directive directive) {
  Answer {
    candidates = List.copyOf(candidates);
  }

  static Answer none() {
    return new Answer(List.of(), Directive.NO_FILES);
  }

  /** A value and a few words about it, or none. */
  record Candidate(String value, String description) {
    private String line() {
      return description.isEmpty() ? value : value + "\t" + Plain.line(description);
    }
  }

  /** What the shell does beside. */
  enum Directive {
    /** Files, where no candidate fits. */
    FILES(0),
    NO_FILES(4),
    DIRECTORIES(16);

    private final int bits;

    Directive(int bits) {
      this.bits = bits;
    }
  }

  /** Those that begin with what is typed, by name. */
  Answer startingWith(String typed) {
    return new Answer(
        candidates.stream()
            .filter(c -> c.value().startsWith(typed))
            .sorted(Comparator.comparing(Candidate::value))
            .toList(),
        directive);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(candidates.stream().map(Candidate::line).toList());
    lines.add(":" + directive.bits);
    return lines;
  }
}
