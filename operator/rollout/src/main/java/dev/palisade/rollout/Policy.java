package dev.palisade.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the planner needs of a SecurityPolicy.
 *
 * @param containers names in {@code spec.containers}
 * @param deleting it has a deletionTimestamp
 * @param namespaceTerminating its namespace is going: nothing is worth giving back
 * @param compiled the newest spec as a revision, or why there is none
 */
public record Policy(
    String namespace,
    String name,
    long generation,
    List<String> containers,
    boolean avoid,
    boolean release,
    int revisionHistoryLimit,
    int maxConcurrentWorkloads,
    Duration progressDeadline,
    Duration nodeDeadline,
    boolean deleting,
    boolean namespaceTerminating,
    Compiled compiled) {
  public Policy {
    containers = List.copyOf(containers);
  }

  /** The outcome of compiling. */
  public sealed interface Compiled {
    /** The same with more to tell, where there is a revision. */
    default Compiled noted(List<String> notes) {
      return this instanceof Done(Revision revision, List<String> warnings)
          ? new Done(revision, Stream.concat(warnings.stream(), notes.stream()).toList())
          : this;
    }

    record Done(Revision revision, List<String> warnings) implements Compiled {
      public Done {
        warnings = List.copyOf(warnings);
      }
    }

    /** {@code reason} is one of condition Compiled. */
    record Failed(Reason reason, String message) implements Compiled {}
  }

  Optional<Revision> update() {
    return compiled instanceof Compiled.Done(Revision revision, List<String> ignored)
        ? Optional.of(revision)
        : Optional.empty();
  }
}
