package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollbackTest {
  private final World world = new World();

  private String revisionOf(String workload) {
    return world.get(workload).template().revision();
  }

  private void rolledTo(String hash) {
    world.spec(hash).pass();
    world.settle("a").after(5).pass();
  }

  private void r2Crashes() {
    world.workload("a");
    rolledTo("r1");
    world.spec("r2").pass();
    world.crash("a", "cannot write /var/log/x");
  }

  @Test
  void goesBackToThePreviousRevisionOnceAndSaysWhy() {
    r2Crashes();
    world.after(599).pass();
    assertThat(world.applies()).isEmpty();
    world.after(1).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    assertThat(world.reason(Condition.PROGRESSING)).isEqualTo(Reason.ROLLING_BACK);
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.ROLLED_BACK);
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains("shop.web.r2", "CrashLoopBackOff", "exit code 13", "cannot write /var/log/x");
    world.settle("a").after(5).pass();
    for (int i = 0; i < 5; i++) {
      assertThat(world.after(700).pass().steps()).isEmpty();
    }
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.ROLLED_BACK);
    assertThat(world.reason(Condition.PROGRESSING)).isEqualTo(Reason.COMPLETE);
    assertThat(world.memory.stableRevision()).contains("shop.web.r1");
  }

  @Test
  void withNothingBeforeTheFieldsAreGivenBackOnce() {
    world.workload("a").pass();
    world.crash("a", "no").after(600).pass();
    assertThat(world.get("a").template().carriesOurs()).isFalse();
    world.settle("a").after(5).pass();
    assertThat(world.after(5000).pass().steps()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.ROLLED_BACK);
    assertThat(world.memory.workloads().get("uid-a").state()).isEqualTo(Entry.State.ROLLED_BACK);
  }

  @Test
  void aSpecChangeRollsAgainAndIsNoRevert() {
    world.workload("a").pass();
    world.crash("a", "no").after(600).pass();
    world.settle("a").after(5).pass();
    world.spec("r2").after(5).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r2");
    world.settle("a").after(5).pass();
    world.spec("r1").after(5).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    world.settle("a").after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.memory.failed()).isEmpty();
  }

  @Test
  void whatTheClusterChangesRollsAgain() {
    world.workload("a").pass();
    world.crash("a", "no").after(600).pass();
    world.settle("a").after(5).pass();
    world.merged("r2").after(5).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r2");
    world.settle("a").after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
  }

  /** Labels that come and go would else roll it again each time. */
  @Test
  void aFailedRevisionThatTheClusterMakesAgainHasStillFailed() {
    r2Crashes();
    world.after(600).pass();
    world.settle("a").after(5).pass();
    world.merged("r1").after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    world.merged("r2").after(5).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    assertThat(world.after(5).pass().steps()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.ROLLED_BACK);
  }

  @Test
  void retryRollsAFailedRevisionAgainWithoutCountingARevert() {
    world.workload("a").pass();
    world.crash("a", "no").after(600).pass();
    world.settle("a").after(5).pass();
    world.commands.add(new Command.Retry("again"));
    world.after(5).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    assertThat(world.memory.workloads().get("uid-a").reverts()).isZero();
    assertThat(world.commands).isEmpty();
  }

  @Test
  void oneFailureTakesEveryWorkloadBack() {
    world.concurrent = 1;
    world.workload("a").workload("b");
    world.pass();
    world.settle("a").pass();
    world.settle("b").after(5).pass();
    assertThat(world.memory.stableRevision()).contains("shop.web.r1");
    world.spec("r2").pass();
    world.settle("a").pass();
    assertThat(revisionOf("b")).isEqualTo("shop.web.r2");
    world.crash("b", "no").after(600).pass();
    world.settle("b").pass();
    world.settle("a").pass();
    world.pass();
    assertThat(List.of(revisionOf("a"), revisionOf("b"))).containsOnly("shop.web.r1");
  }

  @Test
  void theClockStandsWhileTheReplacementIsUnschedulable() {
    world.workload("a").pass();
    world.crash("a", "no");
    world.pods.computeIfPresent(
        "uid-a",
        (k, pods) -> pods.stream().map(p -> p.ready() ? p : Edits.unschedulable(p)).toList());
    world.after(10).pass();
    world.after(2000).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    assertThat(world.condition(Condition.PROGRESSING).message()).contains("deadline does not run");
    world.crash("a", "no").after(1).pass();
    world.after(588).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    world.after(2).pass();
    assertThat(revisionOf("a")).isEmpty();
  }

  @Test
  void theClockStandsWhilePaused() {
    world.workload("a").pass();
    world.crash("a", "no");
    world.put(Edit.of(world.get("a")).paused(true).done());
    world.after(1).pass();
    world.after(5000).pass();
    assertThat(world.memory.failed()).isEmpty();
  }

  @Test
  void podsThatANodeRefusedForWantOfAppArmorAreNoHarm() {
    world.workload("a").pass();
    world.crash("a", "no");
    world.pods.computeIfPresent(
        "uid-a",
        (k, pods) -> pods.stream().map(p -> p.ready() ? p : Edits.refusedByNode(p)).toList());
    world.after(1).pass();
    world.after(5000).pass();
    assertThat(world.memory.failed()).isEmpty();
  }

  @Test
  void flappingNeverMovesTheDeadline() {
    world.workload("a").pass();
    for (int i = 0; i < 5; i++) {
      world.crash("a", "no").after(60).pass();
      world.put(
          Edit.of(world.get("a"))
              .replicas(new Workload.Replicas(world.get("a").generation(), 2, 3, 2, 2))
              .done());
      world.after(60).pass();
    }
    world.crash("a", "no").pass();
    assertThat(revisionOf("a")).isEmpty();
  }

  @Test
  void aTroubledRollIsNotCompleteBeforeItsDeadline() {
    world.workload("a").pass();
    world.settle("a");
    world.pods.computeIfPresent(
        "uid-a", (k, pods) -> pods.stream().map(p -> Edits.restarted(p)).toList());
    world.after(5).pass();
    assertThat(world.memory.stableRevision()).isEmpty();
    assertThat(world.memory.workloads()).hasSize(1);
    world.after(600).pass();
    assertThat(world.memory.workloads()).isEmpty();
  }

  @Test
  void aForeignChangeStartsTheDeadlineAgainOnce() {
    world.workload("a").pass();
    world.crash("a", "no").after(500).pass();
    world.put(
        Edit.of(world.get("a"))
            .template(Edit.hash(world.get("a").template(), "image2"), "ci")
            .done());
    world.crash("a", "no").after(50).pass();
    world.after(550).pass();
    assertThat(world.memory.failed()).isEmpty();
    world.put(
        Edit.of(world.get("a"))
            .template(Edit.hash(world.get("a").template(), "image3"), "ci")
            .done());
    world.crash("a", "no").after(50).pass();
    assertThat(world.memory.failed()).hasSize(1);
    assertThat(world.get("a").template().othersHash()).isEqualTo("image3");
  }

  @Test
  void ifGoingBackFailsTooNothingMoreIsDone() {
    r2Crashes();
    world.after(600).pass();
    world.crash("a", "r1 fails as well").after(600).pass();
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains("not ready after going back either");
    Memory before = world.memory;
    assertThat(world.after(600).pass().steps()).isEmpty();
    assertThat(world.memory).isEqualTo(before);
  }

  @Test
  void aNewWorkloadThatFailsWithTheStableRevisionStaysAlone() {
    world.workload("a").pass();
    world.settle("a").after(5).pass();
    world.workload("b").pass();
    assertThat(revisionOf("b")).isEqualTo("shop.web.r1");
    world.crash("b", "no").after(600).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    assertThat(revisionOf("b")).isEqualTo("shop.web.r1");
    assertThat(world.memory.failed()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.ROLLED_BACK);
    assertThat(world.after(5000).pass().steps()).isEmpty();
  }

  @Test
  void abortTakesTheRolloutBack() {
    world.workload("a");
    rolledTo("r1");
    world.spec("r2").pass();
    world.commands.add(new Command.Abort("stop"));
    world.after(5).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r1");
    assertThat(world.commands).isEmpty();
    assertThat(world.memory.failed().get(0).reason()).isEqualTo("Aborted");
  }

  @Test
  void abortWithoutARolloutIsRefused() {
    world.workload("a");
    rolledTo("r1");
    world.commands.add(new Command.Abort("stop"));
    Plan plan = world.pass();
    assertThat(plan.steps())
        .singleElement()
        .isInstanceOfSatisfying(Step.FinishCommand.class, f -> assertThat(f.refused()).isTrue());
  }

  @Test
  void theSpecMayChangeWhileGoingBack() {
    r2Crashes();
    world.after(600).pass();
    world.spec("r3").after(1).pass();
    assertThat(revisionOf("a")).isEqualTo("shop.web.r3");
    world.settle("a").after(5).pass();
    assertThat(world.memory.stableRevision()).contains("shop.web.r3");
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.NOT_DEGRADED);
    assertThat(world.last.recheck()).isEqualTo(Optional.empty());
  }
}
