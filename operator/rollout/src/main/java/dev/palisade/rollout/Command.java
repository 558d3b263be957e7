package dev.palisade.rollout;

import java.util.List;

/**
 * A RolloutCommand for this policy that is not done yet; {@code name} names it in its namespace.
 */
public sealed interface Command {
  String name();

  record Retry(String name) implements Command {}

  record Abort(String name) implements Command {}

  /** {@code workloads} as {@code Kind/name}; {@code all} when the list does not matter. */
  record Release(String name, boolean all, List<String> workloads) implements Command {
    public Release {
      workloads = List.copyOf(workloads);
    }

    boolean names(Workload w) {
      return all || workloads.contains(w.kind() + "/" + w.name());
    }
  }
}
