package dev.palisade.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The deadline of one workload in flight (DESIGN 3b, "Deadline"). */
final class Progress {
  private Progress() {}

  /** Why the deadline does not run now; empty: it runs. */
  static Optional<String> stopped(Snapshot s, Workload w, Entry e) {
    if (w.paused()) {
      return Optional.of(w.id() + " is paused");
    }
    List<Pod> fresh = fresh(s, w, e);
    boolean harmed =
        fresh.stream()
            .anyMatch(p -> !p.ready() && !p.troubles().isEmpty() && nodeFault(s, p).isEmpty());
    if (harmed) {
      return Optional.empty();
    }
    Optional<String> unschedulable =
        fresh.stream()
            .filter(p -> p.unschedulable().isPresent())
            .findFirst()
            .map(p -> "pod " + p.name() + " is unschedulable: " + p.unschedulable().get());
    return unschedulable
        .or(() -> w.creationFailure().map(m -> "pods of " + w.id() + " cannot be created: " + m))
        .or(() ->
            fresh.stream()
                .filter(p -> !p.ready())
                .flatMap(p -> nodeFault(s, p).stream())
                .findFirst());
  }

  /** Living pods of what is being given; for a give-back those without a revision. */
  static List<Pod> fresh(Snapshot s, Workload w, Entry e) {
    return s.podsOf(w).stream()
        .filter(p -> !p.terminating() && p.phase() != Pod.Phase.SUCCEEDED)
        .filter(p -> p.revision().equals(e.revision().orElse("")))
        .toList();
  }

  private static Optional<String> nodeFault(Snapshot s, Pod p) {
    if (p.node().isEmpty()) {
      return Optional.empty();
    }
    if (p.reason().equals("AppArmor")) {
      return Optional.of("node " + p.node() + " refused pod " + p.name() + " for want of AppArmor");
    }
    Optional<Node> node = s.node(p.node());
    if (node.isEmpty() || !node.get().ready()) {
      return Optional.of("node " + p.node() + " is not Ready");
    }
    return node.get().helperReady()
        ? Optional.empty()
        : Optional.of("the helper on node " + p.node() + " is not Ready");
  }

  /** The entry with its clock stopped, going again, or started again for a foreign change. */
  static Entry tick(Snapshot s, Workload w, Entry e, Instant now) {
    if (e.startedAt().isEmpty()) {
      return e;
    }
    if (e.generation() != w.generation()
        && !e.restarted()
        && !e.othersHash().equals(w.template().othersHash())) {
      return e.restartedAt(w, now);
    }
    boolean stop = stopped(s, w, e).isPresent();
    if (stop && e.stoppedAt().isEmpty()) {
      return e.clock(e.startedAt(), Optional.of(now));
    }
    if (!stop && e.stoppedAt().isPresent()) {
      Duration rest = Duration.between(e.stoppedAt().get(), now);
      return e.clock(e.startedAt().map(t -> t.plus(rest)), Optional.empty());
    }
    return e;
  }

  /** When it is over; empty while the clock is stopped or nothing was applied. */
  static Optional<Instant> deadline(Entry e, Duration limit) {
    return e.stoppedAt().isPresent() ? Optional.empty() : e.startedAt().map(t -> t.plus(limit));
  }

  static boolean expired(Entry e, Duration limit, Instant now) {
    return deadline(e, limit).map(d -> !now.isBefore(d)).orElse(false);
  }
}
