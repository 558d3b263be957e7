package dev.palisade.rollout;

import java.util.Optional;

/** I4: nothing is forced, except over a value that is itself one of our names. */
public final class Takeover {
  private Takeover() {}

  public static boolean allowed(Probe.Conflict conflict, Template t) {
    return !conflict.fields().isEmpty()
        && conflict.fields().stream().allMatch(f -> ours(f.path(), t));
  }

  private static boolean ours(String path, Template t) {
    if (path.endsWith("palisade.dev/revision")) {
      return !t.revision().isEmpty();
    }
    return leaf(path, t).map(Leaf::namesOurs).orElse(false);
  }

  /** The field that the path leads to or into, if it is one that names a profile or filter. */
  private static Optional<Leaf> leaf(String path, Template t) {
    boolean seccomp = path.contains("seccompProfile");
    if (!seccomp && !path.contains("appArmorProfile")) {
      return Optional.empty();
    }
    if (!path.contains("ontainers[")) {
      return seccomp ? t.podSeccomp() : t.podLevel();
    }
    return t.containers().stream()
        .filter(c -> path.contains("[name=\"" + c.name() + "\"]"))
        .findFirst()
        .flatMap(seccomp ? Container::seccomp : Container::appArmor);
  }

  public static String describe(Workload w, Probe.Conflict conflict) {
    return w.id()
        + ": "
        + String.join(
            "; ",
            conflict.fields().stream()
                .map(
                    f -> f.path() + " is owned by " + f.manager() + ": take it out there" + hint(f))
                .toList());
  }

  // An owned empty map is one field: nothing can be added to it without its owner.
  private static String hint(Probe.Field f) {
    return f.path().endsWith("annotations") ? " (also if it is an empty map)" : "";
  }
}
