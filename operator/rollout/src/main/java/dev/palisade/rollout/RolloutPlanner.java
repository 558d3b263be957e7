package dev.palisade.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From what was observed and the time to what to do. Nothing else goes in: the same snapshot gives
 * the same plan, in any process.
 */
public final class RolloutPlanner {
  private static final Duration IN_FLIGHT = Duration.ofSeconds(3);

  private RolloutPlanner() {}

  public static Plan plan(Snapshot s, Instant now) {
    Absorb.Result absorbed = Absorb.of(s, now);
    Memory m = Expiry.of(s, absorbed.memory(), now);
    Map<Workload, Outcome> outcomes = decide(s, m, now);
    Memory after = remember(m, outcomes);
    Assessment a =
        new Assessment(s, proven(new Assessment(s, after, outcomes, now)), outcomes, now);
    List<Step.Apply> asks = new ArrayList<>();
    List<Step> applies = new ArrayList<>();
    for (Outcome o : outcomes.values()) {
      if (o instanceof Outcome.Asks(Optional<Entry> ignored, Step.Apply step)) {
        asks.add(step);
      } else if (o instanceof Outcome.Starts(Entry ignored, Step.Apply step)) {
        applies.add(step);
      }
    }
    Collect.Result collected = Collect.of(s, a.m());
    List<Step> steps = new ArrayList<>(collected.steps());
    steps.addAll(AvoidLabels.of(a));
    steps.addAll(applies);
    steps.addAll(absorbed.commands());
    List<Condition> conditions = Conditions.of(a);
    return new Plan(
        a.m(),
        conditions,
        Counting.of(a),
        steps,
        asks,
        collected.needsUse(),
        recheck(a, conditions));
  }

  private static Map<Workload, Outcome> decide(Snapshot s, Memory m, Instant now) {
    WorkloadDecision decision = new WorkloadDecision(s, m, now);
    Map<Workload, Outcome> outcomes = new LinkedHashMap<>();
    List<Workload> ordered =
        s.workloads().stream().sorted(Comparator.comparing(Workload::id)).toList();
    int slots =
        s.policy().maxConcurrentWorkloads()
            - (int)
                m.workloads().values().stream()
                    .filter(e -> e.state().inFlight() && e.startedAt().isPresent())
                    .count();
    for (Workload w : ordered) {
      boolean flew =
          m.entry(w).map(e -> e.state().inFlight() && e.startedAt().isPresent()).orElse(false);
      Outcome o = decision.decide(w, slots);
      slots += (flew ? 1 : 0) - (o.takesSlot() ? 1 : 0);
      outcomes.put(w, o);
    }
    return outcomes;
  }

  private static Memory remember(Memory m, Map<Workload, Outcome> outcomes) {
    Memory next = m.withWorkloads(Map.of());
    for (Map.Entry<Workload, Outcome> e : outcomes.entrySet()) {
      next = next.with(e.getKey().uid(), e.getValue().remembered());
    }
    return next;
  }

  /** The update revision becomes stable when every workload that can have it is proven with it. */
  private static Memory proven(Assessment a) {
    if (a.update().isEmpty() || a.m().hasFailed(a.update().get().name())) {
      return a.m();
    }
    List<Workload> able = a.matching().stream().filter(w -> !a.excluded(w)).toList();
    boolean all = able.stream().allMatch(w -> a.verified(w) || a.idle(w));
    boolean some = able.stream().anyMatch(a::verified);
    boolean flying = a.entries().stream().anyMatch(e -> e.state().inFlight());
    return all && some && !flying ? a.m().withStable(a.update().get().name()) : a.m();
  }

  private static Optional<Duration> recheck(Assessment a, List<Condition> conditions) {
    boolean busy =
        a.entries().stream().anyMatch(e -> e.state().inFlight())
            || a.outcomes().values().stream().anyMatch(o -> o instanceof Outcome.Waits)
            || conditions.stream()
                .anyMatch(c -> c.type().equals(Condition.LOADED) && !c.status().equals("True"))
            || (a.update().isPresent()
                && a.matching().stream()
                    .anyMatch(w -> a.holdsUpdate(w) && !a.verified(w) && !a.idle(w)));
    return busy ? Optional.of(IN_FLIGHT) : Optional.empty();
  }
}
