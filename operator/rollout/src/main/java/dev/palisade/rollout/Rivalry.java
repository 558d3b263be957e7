package dev.palisade.rollout;

import java.util.Optional;

/** Two policies on one workload: the one already assigned keeps it, otherwise the lower name. */
public final class Rivalry {
  private Rivalry() {}

  /** The other policy that has the workload, if it is not ours to assign. */
  public static Optional<String> winner(String policy, Workload w) {
    if (w.rivals().isEmpty()) {
      return Optional.empty();
    }
    String holder = Revision.policyOf(w.template().revision());
    if (holder.equals(policy)) {
      return Optional.empty();
    }
    if (w.rivals().contains(holder)) {
      return Optional.of(holder);
    }
    return w.rivals().stream().sorted().findFirst().filter(r -> r.compareTo(policy) < 0);
  }
}
