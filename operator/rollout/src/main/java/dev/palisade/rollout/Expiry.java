package dev.palisade.rollout;

import java.time.Instant;
import java.util.Optional;

/** Moves the clocks of workloads in flight, and marks what did not make it in time. */
final class Expiry {
  static final String EITHER = "not ready after going back either: ";

  private Expiry() {}

  static Memory of(Snapshot s, Memory memory, Instant now) {
    Memory m = memory;
    for (Workload w : s.workloads()) {
      Optional<Entry> entry = m.entry(w);
      if (entry.isEmpty() || !entry.get().state().inFlight() || !applied(w, entry.get())) {
        continue;
      }
      Entry e = Progress.tick(s, w, entry.get(), now);
      m = m.with(w.uid(), Optional.of(e));
      if (!w.settled() && Progress.expired(e, s.policy().progressDeadline(), now)) {
        m = expire(s, m, w, e, now);
      }
    }
    return m;
  }

  private static boolean applied(Workload w, Entry e) {
    return w.template().revision().equals(e.revision().orElse(""));
  }

  private static Memory expire(Snapshot s, Memory m, Workload w, Entry e, Instant now) {
    String message = Harm.describe(s, w, e, s.policy().progressDeadline().toSeconds());
    if (e.state() != Entry.State.ROLLING) {
      // Once: the message counts pods and would otherwise be written again and again.
      return e.message().startsWith(EITHER)
          ? m
          : m.with(w.uid(), Optional.of(e.to(e.state(), EITHER + message)));
    }
    String revision = e.revision().orElseThrow();
    if (m.stableRevision().equals(Optional.of(revision))) {
      // The revision is proven elsewhere: this workload alone is left without it.
      return m.with(w.uid(), Optional.of(e.to(Entry.State.ROLLED_BACK, message)));
    }
    return m.failing(new Memory.Failed(revision, Reason.ROLLED_BACK.word(), message, now));
  }
}
