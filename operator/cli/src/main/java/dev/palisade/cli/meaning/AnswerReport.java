package dev.palisade.cli.meaning;

import java.util.List;

/**
 * An answer, as documents have it.
 *
 * @param container a name, or {@code _default}
 * @param program that asks; absent for any without rules of its own
 * @param reported whether the kernel's audit log gets a record
 * @param grounds what decided
 */
record AnswerReport(
    String namespace,
    String name,
    String container,
    String program,
    String mode,
    List<String> question,
    boolean allowed,
    boolean reported,
    List<Ground> grounds,
    List<String> notes) {
  AnswerReport {
    question = List.copyOf(question);
    grounds = List.copyOf(grounds);
    notes = List.copyOf(notes);
  }

  /** {@code source}: Policy, ClusterPolicy, Base, Runtime or Nothing. */
  record Ground(String source, String name, String rule) {}
}
