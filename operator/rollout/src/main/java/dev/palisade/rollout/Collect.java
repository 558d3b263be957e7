package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which revisions every node keeps loaded, which only on demand, and which may be deleted (I3). */
final class Collect {
  private Collect() {}

  record Result(List<Step> steps, boolean needsUse) {}

  static Result of(Snapshot s, Memory m) {
    List<Step> steps = new ArrayList<>();
    Set<String> wanted = wanted(m);
    for (Revision r : s.revisions()) {
      boolean all = wanted.contains(r.name());
      if (r.loadAll() != all) {
        steps.add(
            new Step.SetLoad(
                r, all, all ? r.name() + " is to be on every node" : r.name() + " is history"));
      }
    }
    List<Revision> old =
        s.revisions().stream()
            .filter(r -> !wanted.contains(r.name()))
            .sorted(
                Comparator.comparing(Revision::createdAt).reversed().thenComparing(Revision::name))
            .skip(s.policy().revisionHistoryLimit())
            .toList();
    Optional<Set<String>> inUse = s.inUse();
    if (old.isEmpty() || inUse.isEmpty()) {
      return new Result(steps, !old.isEmpty());
    }
    old.stream()
        .filter(r -> !inUse.get().contains(r.name()))
        .forEach(r -> {
          steps.removeIf(x -> x instanceof Step.SetLoad load && load.revision().equals(r));
          steps.add(
              new Step.DeleteRevision(
                  r, r.name() + " is beyond the history limit and nothing names it"));
        });
    return new Result(steps, false);
  }

  private static Set<String> wanted(Memory m) {
    Set<String> out = new TreeSet<>();
    m.updateRevision().ifPresent(out::add);
    m.stableRevision().ifPresent(out::add);
    for (Entry e : m.workloads().values()) {
      e.revision().ifPresent(out::add);
      if (e.state() == Entry.State.ROLLING) {
        e.previousRevision().ifPresent(out::add);
      }
    }
    return out;
  }
}
