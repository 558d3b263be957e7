package dev.palisade.rollout;

import java.util.List;

/**
 * The numbers in the status. A pod of which only the rules about devices hold is governed and
 * neither enforced nor unenforced: its processes run without a profile, as they are meant to.
 */
final class Counting {
  private Counting() {}

  static Plan.Counts of(Assessment a) {
    List<Workload> matching = a.matching();
    int governed = 0;
    int enforced = 0;
    int unenforced = 0;
    for (Workload w : a.outcomes().keySet()) {
      for (Pod p : Verification.living(a.s(), w)) {
        boolean ours = Revision.policyOf(p.revision()).equals(a.policy().name());
        governed += ours ? 1 : 0;
        enforced += ours && p.enforced() ? 1 : 0;
        unenforced += (ours && p.unenforced()) || (!ours && w.matches()) ? 1 : 0;
      }
    }
    return new Plan.Counts(
        matching.size(),
        count(matching, a::holdsUpdate),
        count(matching, a::verified),
        count(matching, a::excluded),
        governed,
        enforced,
        unenforced);
  }

  private static int count(
      List<Workload> workloads, java.util.function.Predicate<Workload> predicate) {
    return (int) workloads.stream().filter(predicate).count();
  }
}
