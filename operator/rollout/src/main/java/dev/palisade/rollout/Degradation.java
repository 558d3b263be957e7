package dev.palisade.rollout;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Condition Degraded: everything that is wrong, the first reason first. */
final class Degradation {
  private Degradation() {}

  static Condition of(Assessment a) {
    Map<Reason, List<String>> found = new EnumMap<>(Reason.class);
    rolledBack(a, found);
    for (Entry e : a.entries()) {
      Reason reason =
          switch (e.state()) {
            case ROLLED_BACK ->
                a.m().failed().isEmpty() || e.revision().isPresent() ? Reason.ROLLED_BACK : null;
            case FIELD_CONFLICT -> Reason.FIELD_CONFLICT;
            case POLICY_CONFLICT -> Reason.POLICY_CONFLICT;
            case REVERTED -> Reason.REVERTED;
            case NOT_ASSIGNABLE -> Reason.NOT_ASSIGNABLE;
            case ADMISSION_REFUSED -> Reason.ADMISSION_REFUSED;
            case NODES_UNSUPPORTED -> Reason.UNSUPPORTED;
            case ROLLING, ROLLING_BACK, RELEASING, RELEASED, SETTLED -> null;
          };
      if (reason != null) {
        add(found, reason, e.message());
      } else if (e.message().startsWith(Expiry.EITHER)) {
        add(found, Reason.ROLLED_BACK, e.kind() + "/" + e.name() + " is " + e.message());
      }
    }
    unenforced(a, found);
    weakened(a, found);
    a.matching().forEach(w -> a.inPart(w).ifPresent(why -> add(found, Reason.NOT_ASSIGNABLE, why)));
    nodes(a, found);
    if (found.isEmpty()) {
      return Condition.of(Condition.DEGRADED, false, Reason.NOT_DEGRADED, "nothing is wrong");
    }
    return Condition.of(Condition.DEGRADED, true, found.keySet().iterator().next(), message(found));
  }

  private static String message(Map<Reason, List<String>> found) {
    boolean several = found.size() > 1;
    return String.join(
        "; ",
        found.entrySet().stream()
            .map(e -> (several ? e.getKey().word() + ": " : "") + String.join("; ", e.getValue()))
            .toList());
  }

  private static void rolledBack(Assessment a, Map<Reason, List<String>> found) {
    a.m().failed().stream()
        .filter(f -> a.m().updateRevision().equals(Optional.of(f.revision())))
        .forEach(f -> add(found, Reason.ROLLED_BACK, f.revision() + ": " + f.message()));
  }

  private static void unenforced(Assessment a, Map<Reason, List<String>> found) {
    a.s().pods().stream()
        .filter(p -> p.lives() && p.unenforced())
        .filter(p -> Revision.policyOf(p.revision()).equals(a.policy().name()))
        .limit(10)
        .forEach(p ->
            add(
                found,
                Reason.UNENFORCED,
                "pod " + p.name() + ": " + p.verdict().orElseThrow().message()));
  }

  private static void weakened(Assessment a, Map<Reason, List<String>> found) {
    if (a.m().stableRevision().isEmpty()) {
      return;
    }
    String stable = a.m().stableRevision().get();
    for (Workload w : a.matching()) {
      Optional<Entry.State> state = a.m().entry(w).map(Entry::state);
      boolean left =
          state.filter(s -> s == Entry.State.REVERTED || s == Entry.State.ROLLED_BACK).isPresent();
      boolean barred =
          state
              .filter(s -> s == Entry.State.FIELD_CONFLICT || s == Entry.State.NOT_ASSIGNABLE)
              .isPresent();
      if (left && !w.template().carriesOurs()) {
        add(found, Reason.WEAKENED, w.id() + " runs without " + stable);
      } else if (barred && hadOurs(a.policy(), w) && replaced(a, w, stable)) {
        add(found, Reason.WEAKENED, w.id() + " has less than " + stable);
      }
    }
  }

  private static boolean hadOurs(Policy policy, Workload w) {
    return w.history().stream()
        .anyMatch(p -> Revision.policyOf(p.revision()).equals(policy.name()));
  }

  /** Someone else's profile is where one of ours was. */
  private static boolean replaced(Assessment a, Workload w, String stable) {
    Template t = w.template();
    Optional<Leaves> leaves =
        a.s().revision(stable).map(r -> Assignment.of(r, t, a.policy().avoid()));
    if (leaves.filter(Leaves::devicesOnly).isPresent()) {
      return false;
    }
    return !t.podLevel().map(Leaf::namesOurs).orElse(false)
        || t.containers().stream()
            .anyMatch(c -> c.appArmor().map(l -> !l.namesOurs()).orElse(false))
        || leaves.filter(l -> filterReplaced(w, l)).isPresent();
  }

  /** The stable revision was there, and has a filter where a foreign profile is now. */
  private static boolean filterReplaced(Workload w, Leaves stable) {
    return w.history().stream().anyMatch(p -> p.revision().equals(stable.revision()))
        && SeccompConflict.of(w.template(), stable).isPresent();
  }

  private static void nodes(Assessment a, Map<Reason, List<String>> found) {
    for (Node n : a.s().nodes()) {
      if (a.matching().stream().anyMatch(w -> a.placement(w).mayLand(n))) {
        a.needs().stream()
            .sorted()
            .flatMap(need -> AvoidLabels.lasting(n, need, a).stream())
            .forEach(why -> add(found, Reason.UNSUPPORTED, "node " + n.name() + ": " + why));
      }
    }
  }

  private static void add(Map<Reason, List<String>> found, Reason reason, String message) {
    List<String> list = found.computeIfAbsent(reason, k -> new ArrayList<>());
    if (!list.contains(message)) {
      list.add(message);
    }
  }
}
