package dev.palisade.rollout;

import java.util.Optional;

/**
 * Whether someone took away what we had given (a {@code kubectl rollout undo}, a PUT), as against a
 * workload that never had it.
 */
final class Undone {
  private Undone() {}

  static boolean is(Workload w, Leaves goal, Optional<Entry> entry) {
    if (entry.isPresent()) {
      Entry e = entry.get();
      boolean applyPending = e.state().inFlight() && e.generation() == w.generation();
      boolean weGaveItBack = e.revision().isEmpty() && w.template().revision().isEmpty();
      if (applyPending || weGaveItBack) {
        return false;
      }
    }
    boolean wasThere = w.history().stream().anyMatch(p -> p.revision().equals(goal.revision()));
    return wasThere && touched(w, goal);
  }

  private static boolean touched(Workload w, Leaves goal) {
    Template t = w.template();
    if (t.revision().isEmpty() || !t.revisionManagers().contains(Leaf.MANAGER)) {
      return true;
    }
    return t.revision().equals(goal.revision())
        && (!Assignment.podHolds(t, goal)
            || w.history().stream()
                .filter(p -> p.revision().equals(goal.revision()))
                .flatMap(p -> p.containers().stream())
                .distinct()
                .flatMap(name -> t.container(name).stream())
                .anyMatch(c -> stripped(c, goal)));
  }

  private static boolean stripped(Container c, Leaves goal) {
    boolean filtered = goal.at(c).flatMap(Profiles::seccomp).isPresent();
    return c.appArmor().isEmpty() || (filtered && c.seccomp().isEmpty());
  }

  static String who(Workload w) {
    return w.lastManager().orElse("someone else");
  }
}
