package dev.palisade.rollout;

import java.time.Instant;
import java.util.Optional;

/** One write to the cluster, with its reason. The status is written before any of them. */
public sealed interface Step {
  String reason();

  /**
   * Server-side apply of a workload's leaves.
   *
   * @param leaves empty: give all fields back
   * @param takeAgain force, for every conflicting value is one of our own names (I4)
   */
  record Apply(Workload workload, Optional<Leaves> leaves, boolean takeAgain, String reason)
      implements Step {}

  record SetAvoidLabel(String node, Need need, boolean present, String reason) implements Step {}

  record SetLoad(Revision revision, boolean all, String reason) implements Step {}

  record DeleteRevision(Revision revision, String reason) implements Step {}

  record FinishCommand(String command, boolean refused, String reason, Instant at)
      implements Step {}
}
