package dev.palisade.rollout;

import java.util.Optional;

/** What a workload should have, before asking whether it may be written now. */
sealed interface Goal {
  /** Give it this revision. */
  record Give(Revision revision, Entry.State state, String why) implements Goal {}

  /** Give our fields back. */
  record GiveBack(Entry.State state, String why) implements Goal {}

  /** Leave it as it is. */
  record Leave(Optional<Entry> remember) implements Goal {}

  static Goal of(Snapshot s, Memory m, Workload w) {
    Policy policy = s.policy();
    Optional<Entry> entry = m.entry(w);
    boolean releasing = entry.map(e -> e.state() == Entry.State.RELEASING).orElse(false);
    if (policy.deleting() || !w.matches()) {
      return leaving(policy, w, releasing);
    }
    if (releasing) {
      return new GiveBack(Entry.State.RELEASING, "released by command");
    }
    if (entry.map(e -> e.state() == Entry.State.RELEASED).orElse(false)) {
      return new Leave(entry);
    }
    Optional<Revision> update = m.updateRevision().flatMap(s::revision);
    if (update.isEmpty()) {
      return new Leave(entry);
    }
    boolean heldBack =
        entry
            .map(e -> e.state() == Entry.State.ROLLED_BACK && !m.hasFailed(update.get().name()))
            .orElse(false);
    if (heldBack) {
      return new Leave(entry);
    }
    if (!m.hasFailed(update.get().name())) {
      return new Give(update.get(), Entry.State.ROLLING, "revision " + update.get().name());
    }
    return back(s, m, w, entry, update.get());
  }

  private static Goal leaving(Policy policy, Workload w, boolean releasing) {
    boolean ours = Revision.policyOf(w.template().revision()).equals(policy.name());
    boolean takenOver = !w.rivals().isEmpty() && !policy.deleting();
    return policy.release() && (ours || releasing) && !policy.namespaceTerminating() && !takenOver
        ? new GiveBack(
            Entry.State.RELEASING,
            policy.deleting() ? "the policy is being deleted" : "podSelector no longer matches")
        : new Leave(Optional.empty());
  }

  /** The update revision has failed: the one before it, or none. */
  private static Goal back(
      Snapshot s, Memory m, Workload w, Optional<Entry> entry, Revision failed) {
    Optional<Revision> before =
        entry
            .flatMap(Entry::previousRevision)
            .or(m::stableRevision)
            .filter(r -> !m.hasFailed(r))
            .flatMap(s::revision);
    if (before.isPresent()) {
      boolean there = w.template().revision().equals(before.get().name());
      Entry.State state =
          w.template().revision().equals(failed.name())
                  || (there && entry.map(e -> e.state() == Entry.State.ROLLING_BACK).orElse(false))
              ? Entry.State.ROLLING_BACK
              : Entry.State.ROLLING;
      return new Give(
          before.get(), state, failed.name() + " failed; back to " + before.get().name());
    }
    boolean goingBack = entry.map(e -> e.state() == Entry.State.ROLLING_BACK).orElse(false);
    if (goingBack || m.hasFailed(w.template().revision())) {
      return new GiveBack(
          Entry.State.ROLLING_BACK, failed.name() + " failed and nothing was before it");
    }
    return new Leave(entry);
  }
}
