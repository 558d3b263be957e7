package dev.palisade.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides about one workload: a chain of checks, the first that stops it gives the reason. */
final class WorkloadDecision {
  private static final Duration STALE_START = Duration.ofSeconds(30);

  private final Snapshot s;
  private final Memory m;
  private final Instant now;

  WorkloadDecision(Snapshot s, Memory m, Instant now) {
    this.s = s;
    this.m = m;
    this.now = now;
  }

  /**
   * @param slots how many more workloads may start
   */
  Outcome decide(Workload w, int slots) {
    Optional<Entry> entry = m.entry(w);
    return switch (Goal.of(s, m, w)) {
      case Goal.Leave(Optional<Entry> remember) -> new Outcome.Still(remember);
      case Goal.GiveBack back -> giveBack(w, entry, back, slots);
      case Goal.Give give -> give(w, entry, give, slots);
    };
  }

  private Outcome giveBack(Workload w, Optional<Entry> entry, Goal.GiveBack goal, int slots) {
    if (!w.template().carriesOurs()) {
      return new Outcome.Still(
          w.settled() ? givenBack(w, entry, goal) : entry.filter(e -> e.state().inFlight()));
    }
    Entry next =
        entry
            .filter(e -> e.revision().isEmpty() && e.state() == goal.state())
            .orElseGet(() ->
                Entry.of(w, Optional.empty(), goal.state(), "")
                    .previous(
                        Optional.of(w.template().revision())
                            .filter(r -> !r.isEmpty() && !m.hasFailed(r))));
    return ready(w, entry, next.to(goal.state(), goal.why()), Optional.empty(), goal.why(), slots);
  }

  private Optional<Entry> givenBack(Workload w, Optional<Entry> entry, Goal.GiveBack goal) {
    if (goal.state() == Entry.State.ROLLING_BACK) {
      return entry.map(e -> e.to(Entry.State.ROLLED_BACK, goal.why()));
    }
    return w.matches() && !s.policy().deleting()
        ? entry.map(e -> e.to(Entry.State.RELEASED, "released until a Retry command"))
        : Optional.empty();
  }

  private Outcome give(Workload w, Optional<Entry> entry, Goal.Give goal, int slots) {
    Revision revision = goal.revision();
    Optional<String> rival = Rivalry.winner(s.policy().name(), w);
    if (rival.isPresent()) {
      return blocked(
          w,
          entry,
          goal,
          Entry.State.POLICY_CONFLICT,
          "%s has policy %s; take it out of one podSelector".formatted(w.id(), rival.get()));
    }
    Leaves leaves = Assignment.of(revision, w.template(), s.policy().avoid());
    Optional<Entry> same =
        entry.filter(
            e -> e.revision().equals(Optional.of(revision.name())) && !e.state().blocked());
    if (Assignment.holds(w.template(), leaves)) {
      return new Outcome.Still(given(w, same, revision));
    }
    Optional<Assignability.Obstacle> obstacle = Assignability.of(w, leaves);
    if (obstacle.isPresent()) {
      return blocked(w, entry, goal, obstacle.get().state(), obstacle.get().message());
    }
    boolean undone = Undone.is(w, leaves, entry);
    int reverts = same.map(Entry::reverts).orElse(0) + (undone ? 1 : 0);
    Entry next = same.orElseGet(() -> fresh(w, entry, goal));
    if (same.map(e -> e.state() == Entry.State.REVERTED).orElse(false) || reverts > 1) {
      return new Outcome.Blocked(reverted(w, next, goal, reverts));
    }
    boolean first = !Revision.policyOf(w.template().revision()).equals(s.policy().name());
    if ((undone || first) && !w.settled()) {
      String why = undone ? Undone.who(w) + " changed its template" : "it is rolling by itself";
      return new Outcome.Waits(
          kept(entry),
          "%s: %s; its pods run without %s until all are available (%d of %d)"
              .formatted(
                  w.id(), why, revision.name(), w.replicas().available(), w.replicas().wanted()));
    }
    Gate.Result gate = gate(revision, w.template().placement().avoiding(leaves.avoid()));
    if (!gate.open()) {
      return shut(w, entry, goal, gate);
    }
    return ready(
        w,
        entry,
        next.to(goal.state(), goal.why()).reverts(reverts),
        Optional.of(leaves),
        goal.why(),
        slots);
  }

  private Entry reverted(Workload w, Entry e, Goal.Give goal, int reverts) {
    if (e.state() == Entry.State.REVERTED) {
      return e;
    }
    return e.reverts(reverts)
        .to(
            Entry.State.REVERTED,
            "%s: %s has undone revision %s again; it is left alone until the spec changes or a Retry command"
                .formatted(w.id(), Undone.who(w), goal.revision().name()));
  }

  private Outcome shut(Workload w, Optional<Entry> entry, Goal.Give goal, Gate.Result gate) {
    boolean stuck =
        s.policy().avoid()
            && w.template().placement().ownAffinity()
            && gate.reason() == Reason.NODES_UNSUPPORTED;
    return stuck
        ? blocked(
            w,
            entry,
            goal,
            Entry.State.NODES_UNSUPPORTED,
            w.id()
                + " has an affinity of its own, which is not touched: let it avoid nodes with label "
                + String.join(" or ", labels(goal.revision()))
                + "; "
                + gate.message())
        : new Outcome.Waits(kept(entry), gate.message());
  }

  private static List<String> labels(Revision revision) {
    return revision.needs().stream().sorted().map(Need::label).toList();
  }

  Gate.Result gate(Revision revision, Placement placement) {
    return Gate.of(
        revision, placement, s.nodes(), m.startedAt().orElse(now), s.policy().nodeDeadline(), now);
  }

  /** The template is as it should be: is the roll over? */
  private Optional<Entry> given(Workload w, Optional<Entry> same, Revision revision) {
    if (same.isEmpty()) {
      return Optional.empty();
    }
    Entry e = same.get();
    boolean proven = Verification.verified(s, w, revision.name()) || Verification.nothingRuns(s, w);
    boolean troubled =
        Progress.fresh(s, w, e).stream().anyMatch(p -> !p.troubles().isEmpty())
            && !Progress.expired(e, s.policy().progressDeadline(), now);
    if (!proven || troubled) {
      return e.state() == Entry.State.REVERTED ? Optional.of(e.to(Entry.State.ROLLING, "")) : same;
    }
    return e.reverts() > 0 ? Optional.of(e.to(Entry.State.SETTLED, "")) : Optional.empty();
  }

  private Entry fresh(Workload w, Optional<Entry> entry, Goal.Give goal) {
    String now = w.template().revision();
    boolean superseding = entry.map(e -> e.state().inFlight()).orElse(false);
    Optional<String> previous =
        superseding
            ? entry.flatMap(Entry::previousRevision)
            : Optional.of(now)
                .filter(r -> Revision.policyOf(r).equals(s.policy().name()) && !m.hasFailed(r));
    return Entry.of(w, Optional.of(goal.revision().name()), goal.state(), goal.why())
        .previous(previous.filter(r -> !r.equals(goal.revision().name())));
  }

  /** While it waits, what is in flight or was given back stays remembered. */
  private static Optional<Entry> kept(Optional<Entry> entry) {
    return entry.filter(e -> !e.state().blocked());
  }

  private static Outcome blocked(
      Workload w, Optional<Entry> entry, Goal.Give goal, Entry.State state, String message) {
    Entry base = entry.orElseGet(() -> Entry.of(w, Optional.of(goal.revision().name()), state, ""));
    return new Outcome.Blocked(base.clock(Optional.empty(), Optional.empty()).to(state, message));
  }

  /** All that depends on the policy says yes: is there room, and does the API server agree? */
  private Outcome ready(
      Workload w,
      Optional<Entry> entry,
      Entry next,
      Optional<Leaves> leaves,
      String why,
      int slots) {
    if (w.paused()) {
      return new Outcome.Waits(kept(entry), w.id() + " is paused");
    }
    boolean flying =
        entry.map(e -> e.state().inFlight() && e.startedAt().isPresent()).orElse(false);
    Optional<Entry> stopped = entry.filter(e -> e.state().blocked());
    if (!flying && slots <= 0 && stopped.isPresent()) {
      return new Outcome.Blocked(stopped.get());
    }
    if (!flying && slots <= 0) {
      return new Outcome.Waits(
          kept(entry),
          w.id()
              + " waits: %d workloads roll at a time"
                  .formatted(s.policy().maxConcurrentWorkloads()));
    }
    Probe probe = s.probes().get(new Probe.Key(w.uid(), leaves.map(Leaves::revision).orElse("")));
    return switch (probe) {
      case null -> new Outcome.Asks(entry, new Step.Apply(w, leaves, false, why));
      case Probe.Accepted() -> starts(w, next, leaves, false, why);
      case Probe.Conflict c when Takeover.allowed(c, w.template()) ->
          starts(w, next, leaves, true, why);
      case Probe.Conflict c ->
          new Outcome.Blocked(
              next.clock(Optional.empty(), Optional.empty())
                  .to(Entry.State.FIELD_CONFLICT, Takeover.describe(w, c)));
      case Probe.Unanswered(String message) ->
          new Outcome.Waits(kept(entry), w.id() + " waits for an answer: " + message);
      case Probe.Refused(String message) ->
          new Outcome.Blocked(
              next.clock(Optional.empty(), Optional.empty())
                  .to(Entry.State.ADMISSION_REFUSED, w.id() + ": " + message));
    };
  }

  private Outcome starts(
      Workload w, Entry next, Optional<Leaves> leaves, boolean takeAgain, String why) {
    boolean pending =
        next.generation() == w.generation()
            && next.startedAt().map(t -> t.plus(STALE_START).isAfter(now)).orElse(false);
    return new Outcome.Starts(
        pending ? next : next.started(w, now), new Step.Apply(w, leaves, takeAgain, why));
  }
}
