package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollTest {
  private final World world = new World();

  private String revisionOf(String workload) {
    return world.get(workload).template().revision();
  }

  @Test
  void firstRolloutEndsVerifiedAndStable() {
    world.workload("a");
    world.pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    assertThat(world.reason(Condition.PROGRESSING)).isEqualTo(Reason.ROLLING);
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
    world.after(5).settle("a").pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.reason(Condition.PROGRESSING)).isEqualTo(Reason.COMPLETE);
    assertThat(world.memory.stableRevision()).contains("shop.web.r1");
    assertThat(world.memory.workloads()).isEmpty();
    Memory before = world.memory;
    assertThat(world.after(60).pass().steps()).isEmpty();
    assertThat(world.memory).isEqualTo(before);
  }

  @Test
  void aPlanInterruptedBetweenStatusAndApplyIsTheSamePlanAgain() {
    world.workload("a");
    Plan first = world.plan();
    world.memory = first.memory();
    Plan again = world.after(2).plan();
    assertThat(again.memory()).isEqualTo(first.memory());
    assertThat(again.steps()).isEqualTo(first.steps());
  }

  @Test
  void concurrencyIsBudgeted() {
    world.concurrent = 2;
    world.workload("a").workload("b").workload("c");
    world.pass();
    assertThat(List.of(revisionOf("a"), revisionOf("b"), revisionOf("c")))
        .containsExactly("shop.web.r1", "shop.web.r1", "");
    world.pass();
    assertThat(revisionOf("c")).isEmpty();
    world.settle("a").pass();
    assertThat(revisionOf("c")).isEqualTo("shop.web.r1");
  }

  @Test
  void aWorkloadThatIsNotProvenKeepsItsSlot() {
    world.concurrent = 1;
    world.workload("a").workload("b").pass();
    world.settle("a");
    world.pods.computeIfPresent(
        "uid-a", (k, pods) -> pods.stream().map(p -> Edits.verdict(p, "Pending")).toList());
    world.pass();
    assertThat(revisionOf("b")).isEmpty();
    assertThat(world.condition(Condition.READY).message())
        .contains("0 of 2 pods proven", "Pending");
  }

  @Test
  void ownChangeSupersedesMidRoll() {
    world.workload("a").pass();
    world.settle("a").pass();
    world.spec("r2").pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r2");
    world.spec("r3").after(1).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r3");
    Entry e = world.memory.workloads().get("uid-a");
    assertThat(e.previousRevision()).contains("shop.web.r1");
    world.settle("a").pass();
    assertThat(world.memory.stableRevision()).contains("shop.web.r3");
    assertThat(world.revisions.get("shop.web.r2").loadAll()).isFalse();
    assertThat(world.revisions.get("shop.web.r3").loadAll()).isTrue();
  }

  @Test
  void noWorkloadIsReadyButNotStable() {
    world.pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NO_MATCHING_WORKLOADS);
    assertThat(world.memory.stableRevision()).isEmpty();
  }

  @Test
  void scaledToZeroIsReadyWithoutAClaim() {
    world.workload("a");
    world.put(Edit.of(world.get("a")).replicas(new Workload.Replicas(1, 0, 0, 0, 0)).done());
    world.pods.put("uid-a", List.of());
    world.pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    world.settle("a").pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOTHING_RUNNING);
    assertThat(world.memory.stableRevision()).isEmpty();
  }

  @Test
  void aWorkloadThatRollsByItselfIsWaitedFor() {
    world.workload("a");
    world.put(Edit.of(world.get("a")).replicas(new Workload.Replicas(1, 2, 2, 2, 1)).done());
    world.pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.reason(Condition.PROGRESSING)).isEqualTo(Reason.WAITING);
    assertThat(world.last.recheck()).isNotEqualTo(Optional.empty());
  }

  @Test
  void aBrokenGovernedWorkloadGetsANewRevisionThatMayMendIt() {
    world.workload("a").pass();
    world.settle("a").pass();
    world.crash("a", "late");
    world.spec("r2").pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r2");
  }

  @Test
  void pausedIsWaitedFor() {
    world.workload("a");
    world.put(Edit.of(world.get("a")).paused(true).done());
    world.pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.condition(Condition.PROGRESSING).message()).contains("is paused");
  }
}
