package dev.palisade.rollout;

import java.time.Instant;

/**
 * Whether a node can do something, by its helper's report.
 *
 * @param reason a word of the API; empty: the helper says nothing about it
 * @param message for a person: what is wrong and the way out, may be empty
 * @param since when the answer took its value on this boot
 */
public record Ability(boolean capable, String reason, String message, Instant since) {
  /** The helper has not found out yet. */
  private static final String PROBE_PENDING = "ProbePending";

  /** Neither capable nor incapable, as far as is known. */
  public boolean undecided() {
    return !capable && (reason.isEmpty() || reason.equals(PROBE_PENDING));
  }

  /** Known to be unable. */
  public boolean incapable() {
    return !capable && !undecided();
  }

  /** Why it is not capable, in one line. */
  String why() {
    if (undecided()) {
      return message.isEmpty() ? "its probe has not ended yet" : message;
    }
    return reason + (message.isEmpty() ? "" : " (" + message + ")");
  }
}
