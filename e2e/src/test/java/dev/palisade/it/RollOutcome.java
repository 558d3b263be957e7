package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.faults.Call;
import dev.palisade.faults.Exchange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of a roll.
 *
 * @param end what is there, without what is new in every run (O2)
 * @param writes how often the API server carried out a write of each kind (O3)
 */
record RollOutcome(End end, Map<String, Long> writes) {
  /** What is there in the end. */
  record End(
      List<String> conditions,
      int governed,
      int enforced,
      int revisions,
      int blobs,
      int replicaSets,
      long templates) {}

  /**
   * How many of these there are depends on what the operator sees on the way: a roll that takes
   * longer has more states to tell of. Bounded by twice the undisturbed run's (T10).
   */
  private static final Set<String> TALK = Set.of("update securitypolicies/status", "create events");

  static RollOutcome of(FaultyRoll roll) {
    Scene scene = roll.scene();
    SecurityPolicy policy = scene.policy(FaultyRoll.APP);
    return new RollOutcome(
        new End(
            Live.conditions(policy).stream()
                .map(c -> c.getType() + "=" + c.getStatus() + "/" + c.getReason())
                .sorted()
                .toList(),
            policy.getStatus().podCounts.governed,
            policy.getStatus().podCounts.enforced,
            scene.revisions().size(),
            scene.blobs(FaultyRoll.APP).size(),
            scene.replicaSets(FaultyRoll.APP).size(),
            roll.revisions().size()),
        roll.proxy().writes().stream()
            .map(Exchange::call)
            .map(call -> call.kind())
            .filter(kind -> !kind.contains("leases"))
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())));
  }

  /** The kinds of writes that no roll is without. */
  Set<String> deeds() {
    Set<String> deeds = new TreeSet<>(writes.keySet());
    deeds.remove("create events");
    return deeds;
  }

  void assertAs(RollOutcome undisturbed, String where) {
    assertAs(undisturbed, where, List.of());
  }

  /**
   * O2 and O3.
   *
   * @param lost writes that were carried out without the operator being told: each may be done once
   *     more
   */
  void assertAs(RollOutcome undisturbed, String where, List<Call> lost) {
    assertThat(end).as("%s: end state (O2)", where).isEqualTo(undisturbed.end());
    writes.forEach((kind, count) -> {
      long allowed = undisturbed.writes().getOrDefault(kind, 0L);
      long again = lost.stream().filter(call -> call.kind().equals(kind)).count();
      assertThat(count)
          .as("%s: %s, undisturbed %d times (O3), all writes %s", where, kind, allowed, writes)
          .isLessThanOrEqualTo((TALK.contains(kind) ? 2 * allowed - 1 : allowed) + again);
    });
  }
}
