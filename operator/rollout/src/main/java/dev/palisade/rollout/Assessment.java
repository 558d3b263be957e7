package dev.palisade.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of one pass, from which conditions and counts are made.
 *
 * @param outcomes by workload, in the order of their names
 */
record Assessment(Snapshot s, Memory m, Map<Workload, Outcome> outcomes, Instant now) {

  Policy policy() {
    return s.policy();
  }

  Optional<Revision> update() {
    return m.updateRevision().flatMap(s::revision);
  }

  List<Workload> matching() {
    return outcomes.keySet().stream().filter(Workload::matches).toList();
  }

  List<Entry> entries() {
    return List.copyOf(m.workloads().values());
  }

  List<Entry> entries(Entry.State state) {
    return entries().stream().filter(e -> e.state() == state).toList();
  }

  boolean holdsUpdate(Workload w) {
    return update()
        .map(u -> Assignment.holds(w.template(), Assignment.of(u, w.template(), policy().avoid())))
        .orElse(false);
  }

  boolean verified(Workload w) {
    return holdsUpdate(w) && Verification.verified(s, w, update().orElseThrow().name());
  }

  boolean idle(Workload w) {
    return holdsUpdate(w) && Verification.nothingRuns(s, w);
  }

  /** Left out of the question whether the revision is proven: it cannot have it at all. */
  boolean excluded(Workload w) {
    return outcomes.get(w) instanceof Outcome.Blocked;
  }
}
