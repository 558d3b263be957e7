package dev.palisade.rollout;

import java.util.List;
import java.util.Optional;

/** Reasons for which a workload cannot be given a revision at all, by what its template says. */
public final class Assignability {
  private static final List<String> PROCESS_REACH = List.of("SYS_PTRACE", "SYS_ADMIN", "ALL");

  private Assignability() {}

  /** What stands in the way; {@code state} is a blocked state. */
  public record Obstacle(Entry.State state, String message) {}

  /**
   * The first thing in the way.
   *
   * @param leaves that are to be written
   */
  public static Optional<Obstacle> of(Workload w, Leaves leaves) {
    // Where the annotation alone is written, nobody's field stands in its way.
    return (leaves.devicesOnly() ? Optional.<Obstacle>empty() : ofProfiles(w, leaves))
        .or(() -> downtime(w));
  }

  /** Why only the rules about devices of a revision hold for the workload; empty: all of it can. */
  public static Optional<String> inPart(Revision revision, Workload w) {
    return w.template()
        .privileged()
        .filter(c -> revision.devices())
        .map(c ->
            "%s: container %s is privileged: of this policy only the rules about devices hold (DevicesOnly)"
                .formatted(w.id(), c.name()));
  }

  private static Optional<Obstacle> ofProfiles(Workload w, Leaves leaves) {
    Template t = w.template();
    for (Container c : t.containers()) {
      Optional<String> why = privileges(t, c);
      if (why.isPresent()) {
        return refuse(w, "container " + c.name() + " " + why.get());
      }
    }
    if (t.podLevel().isPresent()) {
      Optional<Obstacle> o = foreign(w, t.podLevel().get(), Template.POD_LEVEL_PATH);
      if (o.isPresent()) {
        return o;
      }
    }
    for (Container c : t.containers()) {
      Optional<Obstacle> o = c.appArmor().flatMap(l -> foreign(w, l, c.path("appArmorProfile")));
      if (o.isPresent()) {
        return o;
      }
    }
    return ProgramConflict.of(t, leaves)
        .flatMap(why -> refuse(w, why))
        .or(() -> SeccompConflict.of(t, leaves).map(why -> conflict(w, why)));
  }

  private static Optional<String> privileges(Template t, Container c) {
    List<String> added = c.capabilities().add();
    if (c.privileged()) {
      return Optional.of(
          "is privileged: its runtime may ignore AppArmor; drop privileged, or leave it out");
    }
    if (added.contains("MAC_ADMIN") || added.contains("ALL")) {
      return Optional.of("adds MAC_ADMIN, with which it could unload its own profile");
    }
    if (t.hostPid() && added.stream().anyMatch(PROCESS_REACH::contains)) {
      return Optional.of(
          "adds "
              + String.join(", ", added)
              + " with hostPID: it can reach processes outside its profile");
    }
    return Optional.empty();
  }

  private static Optional<Obstacle> foreign(Workload w, Leaf leaf, String path) {
    if (leaf.namesOurs()) {
      return Optional.empty();
    }
    if (leaf.type().equals("Localhost")) {
      return refuse(
          w,
          "%s is Localhost %s, owned by %s: it opts out"
              .formatted(path, leaf.profile(), leaf.managerNames()));
    }
    return Optional.of(
        conflict(
            w,
            "%s is %s, owned by %s: remove it there, or leave the workload out of podSelector"
                .formatted(path, leaf.type(), leaf.managerNames())));
  }

  private static Obstacle conflict(Workload w, String why) {
    return new Obstacle(Entry.State.FIELD_CONFLICT, w.id() + ": " + why);
  }

  private static Optional<Obstacle> downtime(Workload w) {
    return w.allPodsMayGo() && !w.allowDowntime()
        ? refuse(
            w,
            "its strategy (Recreate, or maxUnavailable 100%) may leave no pod running; annotate it palisade.dev/allow-downtime: \"true\" or change the strategy")
        : Optional.empty();
  }

  private static Optional<Obstacle> refuse(Workload w, String why) {
    return Optional.of(new Obstacle(Entry.State.NOT_ASSIGNABLE, w.id() + ": " + why));
  }
}
