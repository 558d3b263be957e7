package dev.palisade.rollout;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules for some programs alone, and containers in which they cannot hold: their processes get
 * another profile when they execute the program, which the kernel refuses after {@code
 * no_new_privs}. The program would not start.
 */
final class ProgramConflict {
  private ProgramConflict() {}

  /** What is to be changed so that these leaves can be written; empty: nothing. */
  static Optional<String> of(Template t, Leaves leaves) {
    return t.containers().stream()
        .filter(c -> c.launch().noNewPrivileges())
        .filter(c -> !programs(c, leaves).isEmpty())
        .findFirst()
        .map(c ->
            "%s is false, after which the kernel moves no process to another profile (no_new_privs): %s, for which rules of %s are alone, could not be started; leave that field out, or programs out of these rules, which then hold for every process"
                .formatted(
                    c.path("allowPrivilegeEscalation"),
                    String.join(", ", programs(c, leaves)),
                    whose(c, leaves)));
  }

  /** Those whose rules do not hold for the processes that the runtime starts itself. */
  static Stream<String> warnings(Workload w, Leaves leaves) {
    return w.template().containers().stream()
        .flatMap(c ->
            programs(c, leaves).stream()
                .filter(c.launch().programs()::contains)
                .map(p ->
                    "container %s of %s has its runtime start %s, which is then under the container's own rules; those for %s hold where a process of the container starts it"
                        .formatted(c.name(), w.id(), p, p)));
  }

  private static List<String> programs(Container c, Leaves leaves) {
    return leaves.at(c).or(leaves::pod).map(Profiles::programs).orElse(List.of());
  }

  private static String whose(Container c, Leaves leaves) {
    return leaves.at(c).isPresent() ? "container " + c.name() : "defaultContainer";
  }
}
