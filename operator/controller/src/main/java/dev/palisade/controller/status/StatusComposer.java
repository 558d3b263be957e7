package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.rollout.Memory;
import dev.palisade.rollout.Plan;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The status that a plan wants, in the API's words. */
public final class StatusComposer {
  private StatusComposer() {}

  /** Conditions keep their transition time while their status stays. */
  public static SecurityPolicyStatus of(
      Plan plan, SecurityPolicyStatus before, Duration deadline, Instant now) {
    Memory m = plan.memory();
    var out = new SecurityPolicyStatus();
    out.observedGeneration = m.generation();
    out.updateRevision = m.updateRevision().orElse(null);
    out.stableRevision = m.stableRevision().orElse(null);
    out.failedRevisions =
        m.failed().isEmpty() ? null : m.failed().stream().map(StatusCodec::failed).toList();
    out.workloads =
        m.workloads().isEmpty()
            ? null
            : new TreeMap<>(m.workloads())
                .entrySet().stream()
                    .map(e ->
                        StatusCodec.workload(e.getKey(), e.getValue(), end(e.getValue(), deadline)))
                    .toList();
    out.rollout = rollout(m, deadline);
    counts(plan.counts(), out);
    out.conditions =
        plan.conditions().stream().map(c -> condition(c, before, m.generation(), now)).toList();
    return out;
  }

  private static Optional<Instant> end(dev.palisade.rollout.Entry e, Duration deadline) {
    return e.state().inFlight() && e.stoppedAt().isEmpty()
        ? e.startedAt().map(t -> t.plus(deadline))
        : Optional.empty();
  }

  private static SecurityPolicyStatus.Rollout rollout(Memory m, Duration deadline) {
    if (m.startedAt().isEmpty()) {
      return null;
    }
    var out = new SecurityPolicyStatus.Rollout();
    out.startedAt = m.startedAt().get().toString();
    out.deadlineAt =
        m.workloads().values().stream()
            .flatMap(e -> end(e, deadline).stream())
            .min(Comparator.naturalOrder())
            .map(Instant::toString)
            .orElse(null);
    return out;
  }

  private static void counts(Plan.Counts c, SecurityPolicyStatus out) {
    out.workloadCounts = new SecurityPolicyStatus.WorkloadCounts();
    out.workloadCounts.matching = c.matching();
    out.workloadCounts.updated = c.updated();
    out.workloadCounts.verified = c.verified();
    out.workloadCounts.blocked = c.blocked();
    out.podCounts = new SecurityPolicyStatus.PodCounts();
    out.podCounts.governed = c.governed();
    out.podCounts.enforced = c.enforced();
    out.podCounts.unenforced = c.unenforced();
  }

  private static Condition condition(
      dev.palisade.rollout.Condition c, SecurityPolicyStatus before, long generation, Instant now) {
    return StatusConditions.since(
        new ConditionBuilder()
            .withType(c.type())
            .withStatus(c.status())
            .withReason(c.reason().word())
            .withMessage(c.message())
            .withObservedGeneration(generation),
        conditions(before),
        now);
  }

  /** Conditions whose status or reason is another one than before. */
  public static List<Condition> turned(SecurityPolicyStatus before, SecurityPolicyStatus after) {
    return after.conditions.stream()
        .filter(c ->
            StatusConditions.find(conditions(before), c.getType())
                .map(b ->
                    !b.getStatus().equals(c.getStatus())
                        || !Objects.equals(b.getReason(), c.getReason()))
                // A policy that was never degraded has not turned good.
                .orElse(!c.getType().equals("Degraded") || c.getStatus().equals("True")))
        .toList();
  }

  /**
   * Conditions whose status has turned since a time, by their own word: those of which a process
   * that was ended after it wrote the status may not have told.
   */
  public static List<Condition> turnedSince(SecurityPolicyStatus status, Instant since) {
    return status == null || status.conditions == null
        ? List.of()
        : status.conditions.stream()
            // As in turned: a policy that was never degraded has not turned good.
            .filter(c -> !c.getType().equals("Degraded") || c.getStatus().equals("True"))
            .filter(c -> !Instant.parse(c.getLastTransitionTime()).isBefore(since))
            .toList();
  }

  private static List<Condition> conditions(SecurityPolicyStatus s) {
    return s == null ? null : s.conditions;
  }
}
