package dev.palisade.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.controller.metrics.RolloutEnd.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutEndTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = START.plusSeconds(90);

  /** {@code failed}: a revision and why, or none. */
  private static SecurityPolicyStatus status(String update, String stable, String... failed) {
    SecurityPolicyStatus s = new SecurityPolicyStatus();
    s.updateRevision = update;
    s.stableRevision = stable;
    s.rollout = new SecurityPolicyStatus.Rollout();
    s.rollout.startedAt = START.toString();
    if (failed.length > 0) {
      SecurityPolicyStatus.FailedRevision f = new SecurityPolicyStatus.FailedRevision();
      f.revision = failed[0];
      f.reason = failed[1];
      s.failedRevisions = List.of(f);
    }
    return s;
  }

  private static Optional<Outcome> outcome(
      SecurityPolicyStatus before, SecurityPolicyStatus after) {
    return RolloutEnd.between(before, after, NOW).map(RolloutEnd::outcome);
  }

  @Test
  void theFirstStatusEndsNothing() {
    assertThat(outcome(null, status("r1", null))).isEmpty();
    assertThat(outcome(status(null, null), status("r1", null))).isEmpty();
  }

  @Test
  void whatGoesOnHasNotEnded() {
    assertThat(outcome(status("r2", "r1"), status("r2", "r1"))).isEmpty();
  }

  @Test
  void stableIsCompleted() {
    assertThat(RolloutEnd.between(status("r2", "r1"), status("r2", "r2"), NOW))
        .contains(new RolloutEnd(Outcome.COMPLETED, Duration.ofSeconds(90)));
  }

  @Test
  void completedOnlyOnce() {
    assertThat(outcome(status("r2", "r2"), status("r2", "r2"))).isEmpty();
    assertThat(outcome(status("r2", "r2"), status("r3", "r2"))).isEmpty();
  }

  @Test
  void failedIsRolledBackOrAborted() {
    assertThat(outcome(status("r2", "r1"), status("r2", "r1", "r2", "DeadlineExceeded")))
        .contains(Outcome.ROLLED_BACK);
    assertThat(outcome(status("r2", "r1"), status("r2", "r1", "r2", "Aborted")))
        .contains(Outcome.ABORTED);
    assertThat(outcome(status("r2", "r1", "r2", "Aborted"), status("r2", "r1", "r2", "Aborted")))
        .isEmpty();
  }

  @Test
  void anotherRevisionSupersedes() {
    assertThat(outcome(status("r2", "r1"), status("r3", "r1"))).contains(Outcome.SUPERSEDED);
    assertThat(outcome(status("r2", "r1", "r2", "Aborted"), status("r3", "r1"))).isEmpty();
  }

  @Test
  void aFailureOfAnotherRevisionDoesNotCount() {
    assertThat(outcome(status("r3", "r1"), status("r3", "r1", "r2", "Aborted"))).isEmpty();
  }

  @Test
  void aClockThatWasSetBackGivesNoNegativeDuration() {
    assertThat(RolloutEnd.between(status("r2", "r1"), status("r2", "r2"), START.minusSeconds(5)))
        .contains(new RolloutEnd(Outcome.COMPLETED, Duration.ZERO));
  }
}
