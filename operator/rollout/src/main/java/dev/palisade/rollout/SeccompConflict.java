package dev.palisade.rollout;

import java.util.Optional;

/**
 * Somebody else's seccomp profile where a filter has to be, or at a container that the pod's filter
 * has to reach: a container's own field wins over the pod's.
 */
final class SeccompConflict {
  /** One field has one value: a second one can only be put in at admission, pod by pod. */
  private static final String BESIDE =
      "only assignment Admission could set it beside its owner, and this version has Template alone";

  private SeccompConflict() {}

  /** What is to be changed, by whom, so that these leaves can be written; empty: nothing. */
  static Optional<String> of(Template t, Leaves leaves) {
    boolean everywhere = leaves.pod().flatMap(Profiles::seccomp).isPresent();
    return t.podSeccomp()
        .filter(l -> everywhere && !l.namesOurs())
        .map(l -> says(Template.POD_SECCOMP_PATH, l, atPod(l)))
        .or(() ->
            t.containers().stream()
                .filter(c -> everywhere || leaves.at(c).flatMap(Profiles::seccomp).isPresent())
                .flatMap(c -> at(c, everywhere).stream())
                .findFirst());
  }

  private static Optional<String> at(Container c, boolean everywhere) {
    return c.seccomp()
        .filter(l -> !l.namesOurs())
        .map(l -> says(c.path("seccompProfile"), l, atContainer(c, everywhere)));
  }

  private static String atPod(Leaf l) {
    String meanwhile =
        l.type().equals("RuntimeDefault")
            ? " (kubelets with seccompDefault, then our filter, cover it)"
            : "";
    return "remove it there"
        + meanwhile
        + ", or name the syscalls in the rules of containers instead of defaultContainer's or a ClusterSecurityPolicy's";
  }

  private static String atContainer(Container c, boolean everywhere) {
    return everywhere
        ? "remove it there, or name the syscalls in the rules of other containers instead of defaultContainer's or a ClusterSecurityPolicy's"
        : "remove it there (the pod's securityContext may have it), or take syscalls out of the rules of container "
            + c.name();
  }

  private static String says(String path, Leaf l, String waysOut) {
    return "%s is %s, owned by %s: %s; %s"
        .formatted(path, (l.type() + " " + l.profile()).strip(), l.managerNames(), waysOut, BESIDE);
  }
}
