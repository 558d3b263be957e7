package dev.palisade.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a policy's status remembers between two passes. Nothing else is remembered (I7).
 *
 * @param generation of the spec that was last looked at
 * @param startedAt when the update revision was first planned
 * @param workloads by uid
 */
public record Memory(
    long generation,
    Optional<String> updateRevision,
    Optional<String> stableRevision,
    List<Failed> failed,
    Optional<Instant> startedAt,
    Map<String, Entry> workloads) {
  private static final int FAILED_LIMIT = 10;
  public static final Memory NONE =
      new Memory(0, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Map.of());

  public Memory {
    failed = List.copyOf(failed);
    workloads = Map.copyOf(workloads);
  }

  /** A revision that is not rolled again until the spec changes or a Retry command. */
  public record Failed(String revision, String reason, String message, Instant time) {}

  public boolean hasFailed(String revision) {
    return failed.stream().anyMatch(f -> f.revision().equals(revision));
  }

  public Optional<Entry> entry(Workload workload) {
    return Optional.ofNullable(workloads.get(workload.uid()));
  }

  Memory withGeneration(long value) {
    return new Memory(value, updateRevision, stableRevision, failed, startedAt, workloads);
  }

  Memory withUpdate(String revision, Instant now) {
    return new Memory(
        generation, Optional.of(revision), stableRevision, failed, Optional.of(now), workloads);
  }

  Memory withStable(String revision) {
    return new Memory(
        generation, updateRevision, Optional.of(revision), failed, startedAt, workloads);
  }

  Memory failing(Failed failure) {
    var kept =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(failure),
                failed.stream().filter(f -> !f.revision().equals(failure.revision())))
            .limit(FAILED_LIMIT)
            .toList();
    return new Memory(generation, updateRevision, stableRevision, kept, startedAt, workloads);
  }

  Memory forgiving(String revision) {
    var kept = failed.stream().filter(f -> !f.revision().equals(revision)).toList();
    return new Memory(generation, updateRevision, stableRevision, kept, startedAt, workloads);
  }

  Memory withWorkloads(Map<String, Entry> entries) {
    return new Memory(generation, updateRevision, stableRevision, failed, startedAt, entries);
  }

  Memory with(String uid, Optional<Entry> entry) {
    var entries = new TreeMap<>(workloads);
    entry.ifPresentOrElse(e -> entries.put(uid, e), () -> entries.remove(uid));
    return withWorkloads(entries);
  }
}
