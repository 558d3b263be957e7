package dev.palisade.controller.metrics;

import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the rollout of a revision has ended.
 *
 * @param duration since the revision was first planned
 */
record RolloutEnd(Outcome outcome, Duration duration) {

  /** The words are label values. */
  enum Outcome {
    COMPLETED("completed"),
    ROLLED_BACK("rolled_back"),
    ABORTED("aborted"),
    /** Another revision took its place before it came to an end. */
    SUPERSEDED("superseded");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** From two statuses that were written one after the other. */
  static Optional<RolloutEnd> between(
      SecurityPolicyStatus before, SecurityPolicyStatus after, Instant now) {
    if (before == null || before.updateRevision == null || outcome(before).isPresent()) {
      return Optional.empty();
    }
    Optional<Outcome> outcome =
        before.updateRevision.equals(after.updateRevision)
            ? outcome(after)
            : Optional.of(Outcome.SUPERSEDED);
    return outcome.map(o -> new RolloutEnd(o, since(before, now)));
  }

  /** Empty while the update revision is being rolled. */
  private static Optional<Outcome> outcome(SecurityPolicyStatus s) {
    if (s.updateRevision.equals(s.stableRevision)) {
      return Optional.of(Outcome.COMPLETED);
    }
    return s.failedRevisions == null
        ? Optional.empty()
        : s.failedRevisions.stream()
            .filter(f -> s.updateRevision.equals(f.revision))
            .findFirst()
            .map(f -> "Aborted".equals(f.reason) ? Outcome.ABORTED : Outcome.ROLLED_BACK);
  }

  private static Duration since(SecurityPolicyStatus before, Instant now) {
    if (before.rollout == null || before.rollout.startedAt == null) {
      return Duration.ZERO;
    }
    Duration duration = Duration.between(Instant.parse(before.rollout.startedAt), now);
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
