package dev.palisade.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do now.
 *
 * @param memory to be written before the first step
 * @param probes to be answered first; then plan again with the answers. Steps stand only when
 *     empty.
 * @param recheck when to look again if nothing happens before
 * @param needsUse plan again with {@link Snapshot#inUse()}
 */
public record Plan(
    Memory memory,
    List<Condition> conditions,
    Counts counts,
    List<Step> steps,
    List<Step.Apply> probes,
    boolean needsUse,
    Optional<Duration> recheck) {
  public Plan {
    conditions = List.copyOf(conditions);
    steps = List.copyOf(steps);
    probes = List.copyOf(probes);
  }

  public record Counts(
      int matching,
      int updated,
      int verified,
      int blocked,
      int governed,
      int enforced,
      int unenforced) {}
}
