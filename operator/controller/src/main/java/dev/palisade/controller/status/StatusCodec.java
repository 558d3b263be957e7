package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.rollout.Entry;
import dev.palisade.rollout.Memory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The planner's memory from a status, and back. */
public final class StatusCodec {
  private StatusCodec() {}

  public static Memory memory(SecurityPolicyStatus s) {
    if (s == null) {
      return Memory.NONE;
    }
    Map<String, Entry> workloads = new TreeMap<>();
    if (s.workloads != null) {
      s.workloads.forEach(w -> workloads.put(w.uid, entry(w)));
    }
    return new Memory(
        s.observedGeneration == null ? 0 : s.observedGeneration,
        Optional.ofNullable(s.updateRevision),
        Optional.ofNullable(s.stableRevision),
        s.failedRevisions == null
            ? List.of()
            : s.failedRevisions.stream().map(StatusCodec::failed).toList(),
        s.rollout == null ? Optional.empty() : time(s.rollout.startedAt),
        workloads);
  }

  private static Memory.Failed failed(SecurityPolicyStatus.FailedRevision f) {
    return new Memory.Failed(
        f.revision, text(f.reason), text(f.message), time(f.time).orElse(Instant.EPOCH));
  }

  private static Entry entry(SecurityPolicyStatus.WorkloadStatus w) {
    return new Entry(
        text(w.kind),
        text(w.name),
        Optional.ofNullable(w.revision),
        Optional.ofNullable(w.previousRevision),
        time(w.startedAt),
        time(w.stoppedAt),
        w.observedGeneration == null ? 0 : w.observedGeneration,
        text(w.templateHash),
        Boolean.TRUE.equals(w.deadlineRestarted),
        w.reverts == null ? 0 : w.reverts,
        Entry.State.of(text(w.reason)),
        text(w.message));
  }

  static SecurityPolicyStatus.FailedRevision failed(Memory.Failed f) {
    var out = new SecurityPolicyStatus.FailedRevision();
    out.revision = f.revision();
    out.reason = f.reason();
    out.message = f.message();
    out.time = f.time().toString();
    return out;
  }

  static SecurityPolicyStatus.WorkloadStatus workload(
      String uid, Entry e, Optional<Instant> deadline) {
    var out = new SecurityPolicyStatus.WorkloadStatus();
    out.uid = uid;
    out.kind = e.kind();
    out.name = e.name();
    out.revision = e.revision().orElse(null);
    out.previousRevision = e.previousRevision().orElse(null);
    out.startedAt = e.startedAt().map(Instant::toString).orElse(null);
    out.stoppedAt = e.stoppedAt().map(Instant::toString).orElse(null);
    out.deadlineAt = deadline.map(Instant::toString).orElse(null);
    out.deadlineRestarted = e.restarted() ? true : null;
    out.observedGeneration = e.generation();
    out.templateHash = e.othersHash();
    out.reverts = e.reverts();
    out.reason = e.state().word();
    out.message = e.message().isEmpty() ? null : e.message();
    return out;
  }

  private static Optional<Instant> time(String s) {
    return s == null || s.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(s));
  }

  private static String text(String s) {
    return s == null ? "" : s;
  }
}
