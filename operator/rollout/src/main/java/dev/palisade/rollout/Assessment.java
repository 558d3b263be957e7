package dev.palisade.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** What the update revision needs of its nodes; without one, what every revision needs. */
  Set<Need> needs() {
    return update().map(Revision::needs).orElse(Set.of(Need.APP_ARMOR));
  }

  /** Where pods of the workload may land once it has the update revision. */
  Placement placement(Workload w) {
    return w.template().placement().avoiding(policy().avoid() ? needs() : Set.of());
  }

  /**
   * What is to be said of a workload that has the rules about devices alone; empty: it has not.
   * Those that the policy no longer has stay with it, for nothing that the policy has can replace
   * them.
   */
  Optional<String> inPart(Workload w) {
    return s.revision(w.template().revision())
        .filter(r -> Assignment.devicesOnly(r, w.template()))
        .flatMap(r ->
            update()
                .flatMap(u -> Assignability.inPart(u, w))
                .or(() ->
                    Optional.of(
                        "%s: the rules about devices of %s hold until they are released"
                            .formatted(w.id(), r.name()))));
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
