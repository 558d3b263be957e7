package dev.palisade.rollout;

import java.util.List;

/**
 * I5: a workload is verified by looking at every pod that counts, through the helpers' live
 * reports.
 */
final class Verification {
  private Verification() {}

  static List<Pod> living(Snapshot s, Workload w) {
    return s.podsOf(w).stream().filter(Pod::lives).toList();
  }

  static boolean verified(Snapshot s, Workload w, String revision) {
    List<Pod> pods = living(s, w);
    return w.settled()
        && w.template().revision().equals(revision)
        && !pods.isEmpty()
        && pods.stream().allMatch(p -> p.revision().equals(revision) && proves(w, p));
  }

  /** DevicesOnly is all that can be said of a pod with a privileged container. */
  private static boolean proves(Workload w, Pod p) {
    return p.enforced() || (p.devicesOnly() && w.template().privileged().isPresent());
  }

  static boolean nothingRuns(Snapshot s, Workload w) {
    return w.settled() && w.replicas().wanted() == 0 && living(s, w).isEmpty();
  }

  /** What is still missing, for a person. */
  static String missing(Snapshot s, Workload w, String revision) {
    List<Pod> pods = living(s, w);
    if (!w.settled()) {
      return "%s: %d of %d pods updated, %d available"
          .formatted(
              w.id(), w.replicas().updated(), w.replicas().wanted(), w.replicas().available());
    }
    if (!w.template().revision().equals(revision)) {
      return w.id() + " does not have it";
    }
    long proven = pods.stream().filter(p -> p.revision().equals(revision) && proves(w, p)).count();
    String why =
        pods.stream()
            .filter(p -> !proves(w, p))
            .findFirst()
            .map(p -> " (pod " + p.name() + ": " + word(p) + ")")
            .orElse("");
    return "%s: %d of %d pods proven%s".formatted(w.id(), proven, pods.size(), why);
  }

  private static String word(Pod p) {
    return p.verdict()
        .map(v -> v.word() + (v.message().isEmpty() ? "" : ", " + v.message()))
        .orElse("not reported yet");
  }
}
