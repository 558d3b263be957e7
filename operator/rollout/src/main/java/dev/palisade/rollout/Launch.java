package dev.palisade.rollout;

import java.util.Set;

/**
 * How the runtime starts the processes of a container.
 *
 * @param noNewPrivileges {@code allowPrivilegeEscalation: false}: the kernel moves none of them to
 *     another profile afterwards (security/apparmor/domain.c)
 * @param programs that it starts itself, under the container's own profile: first words of {@code
 *     command}, exec probes and hooks, as they are written. What the image names is not known
 */
public record Launch(boolean noNewPrivileges, Set<String> programs) {
  public static final Launch PLAIN = new Launch(false, Set.of());

  public Launch {
    programs = Set.copyOf(programs);
  }
}
