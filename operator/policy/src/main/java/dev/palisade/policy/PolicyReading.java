package dev.palisade.policy;

import java.util.List;

/** What came of reading a {@link Draft}. */
public sealed interface PolicyReading {
  /** {@code warnings} has no errors. */
  record Accepted(Policy policy, List<Problem> warnings) implements PolicyReading {}

  /** {@code problems} has at least one error, and the warnings. */
  record Refused(List<Problem> problems) implements PolicyReading {}
}
