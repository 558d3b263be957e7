package dev.palisade.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of one workload: only while it is in flight or has a problem.
 *
 * @param revision what it is being given; empty: our fields are being, or were, given back
 * @param previousRevision what it goes back to
 * @param startedAt when that was applied; the deadline runs from here
 * @param stoppedAt since when the deadline does not run
 * @param generation of the workload when the apply was decided: while it has not moved, the apply
 *     has not happened, and nobody has undone anything
 * @param othersHash of the template when the deadline (last) started
 * @param restarted the deadline has started again because of someone else's change
 * @param reverts how often someone has undone {@code revision}
 */
public record Entry(
    String kind,
    String name,
    Optional<String> revision,
    Optional<String> previousRevision,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt,
    long generation,
    String othersHash,
    boolean restarted,
    int reverts,
    State state,
    String message) {

  /** Why it is remembered; the words are those of {@code status.workloads[].reason}. */
  public enum State {
    ROLLING("Rolling"),
    ROLLING_BACK("RollingBack"),
    RELEASING("Releasing"),
    /** Given back on request, and left alone until Retry. */
    RELEASED("Released"),
    /** Undone again after it was applied again: left alone. */
    REVERTED("Reverted"),
    /** Gone back after a failure. */
    ROLLED_BACK("RolledBack"),
    /** Done, and remembered for its count of reverts or for what was given back. */
    SETTLED("Settled"),
    FIELD_CONFLICT("FieldConflict"),
    POLICY_CONFLICT("PolicyConflict"),
    NOT_ASSIGNABLE("NotAssignable"),
    ADMISSION_REFUSED("AdmissionRefused"),
    NODES_UNSUPPORTED("NodesUnsupported");

    private static final java.util.Set<State> BLOCKED =
        java.util.EnumSet.range(FIELD_CONFLICT, NODES_UNSUPPORTED);
    private final String word;

    State(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public boolean inFlight() {
      return this == ROLLING || this == ROLLING_BACK || this == RELEASING;
    }

    /**
     * Nothing is running and nothing has been given: there is nothing to remember but the reason.
     */
    public boolean blocked() {
      return BLOCKED.contains(this);
    }

    public static State of(String word) {
      for (State s : values()) {
        if (s.word.equals(word)) {
          return s;
        }
      }
      return SETTLED;
    }
  }

  static Entry of(Workload w, Optional<String> revision, State state, String message) {
    return new Entry(
        w.kind(),
        w.name(),
        revision,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        w.generation(),
        w.template().othersHash(),
        false,
        0,
        state,
        message);
  }

  Entry to(State next, String why) {
    return new Entry(
        kind,
        name,
        revision,
        previousRevision,
        startedAt,
        stoppedAt,
        generation,
        othersHash,
        restarted,
        reverts,
        next,
        why);
  }

  Entry started(Workload w, Instant now) {
    return new Entry(
        kind,
        name,
        revision,
        previousRevision,
        Optional.of(now),
        Optional.empty(),
        w.generation(),
        w.template().othersHash(),
        false,
        reverts,
        state,
        message);
  }

  Entry restartedAt(Workload w, Instant now) {
    return new Entry(
        kind,
        name,
        revision,
        previousRevision,
        Optional.of(now),
        Optional.empty(),
        generation,
        w.template().othersHash(),
        true,
        reverts,
        state,
        message);
  }

  Entry clock(Optional<Instant> start, Optional<Instant> stop) {
    return new Entry(
        kind,
        name,
        revision,
        previousRevision,
        start,
        stop,
        generation,
        othersHash,
        restarted,
        reverts,
        state,
        message);
  }

  Entry previous(Optional<String> value) {
    return new Entry(
        kind,
        name,
        revision,
        value,
        startedAt,
        stoppedAt,
        generation,
        othersHash,
        restarted,
        reverts,
        state,
        message);
  }

  Entry reverts(int value) {
    return new Entry(
        kind,
        name,
        revision,
        previousRevision,
        startedAt,
        stoppedAt,
        generation,
        othersHash,
        restarted,
        value,
        state,
        message);
  }
}
