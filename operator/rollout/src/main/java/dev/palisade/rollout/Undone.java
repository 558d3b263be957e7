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
    return w.history().stream().anyMatch(p -> had(p, goal)) && touched(w, goal);
  }

  /** A container that becomes privileged, or no longer is, changes what one revision gives. */
  private static boolean had(Workload.Past past, Leaves goal) {
    return past.revision().equals(goal.revision()) && past.profiled() != goal.devicesOnly();
  }

  private static boolean touched(Workload w, Leaves goal) {
    Template t = w.template();
    if (t.revision().isEmpty() || !t.revisionManagers().contains(Leaf.MANAGER)) {
      return true;
    }
    return t.revision().equals(goal.revision())
        && (!Assignment.podHolds(t, goal)
            || w.history().stream()
                .filter(p -> had(p, goal))
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
