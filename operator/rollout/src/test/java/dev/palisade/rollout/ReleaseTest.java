package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fields are given back, or kept, when the policy lets go. */
class ReleaseTest {
  private final World world = new World();

  @BeforeEach
  void stable() {
    world.workload("a").workload("b").pass();
    world.settle("a").settle("b").after(5).pass();
    assertThat(world.memory.stableRevision()).isPresent();
  }

  private boolean carries(String workload) {
    return world.get(workload).template().carriesOurs();
  }

  @Test
  void deletingARetainingPolicyChangesNothing() {
    world.deleting = true;
    assertThat(world.after(1).pass().steps()).isEmpty();
  }

  @Test
  void deletingAReleasingPolicyIsABudgetedRollout() {
    world.concurrent = 1;
    world.release = true;
    world.deleting = true;
    world.after(1).pass();
    assertThat(List.of(carries("a"), carries("b"))).containsExactly(false, true);
    assertThat(world.reason(Condition.PROGRESSING)).isEqualTo(Reason.RELEASING);
    world.after(1).pass();
    assertThat(carries("b")).isTrue();
    world.settle("a").after(1).pass();
    assertThat(carries("b")).isFalse();
    world.settle("b").after(1).pass();
    assertThat(world.memory.workloads()).isEmpty();
    assertThat(world.after(1).pass().steps()).isEmpty();
  }

  @Test
  void noLongerMatchedIsKeptUnderRetainAndReleasedUnderRelease() {
    world.put(Edit.of(world.get("a")).matches(false).done());
    assertThat(world.after(1).pass().steps()).isEmpty();
    world.release = true;
    world.after(1).pass();
    assertThat(carries("a")).isFalse();
    assertThat(carries("b")).isTrue();
  }

  @Test
  void noLongerMatchedButAnotherPolicysIsLeftToIt() {
    world.release = true;
    world.put(Edit.of(world.get("a")).matches(false).rivals("other").done());
    assertThat(world.after(1).pass().steps()).isEmpty();
  }

  @Test
  void releasedByCommandStaysReleasedUntilRetry() {
    world.commands.add(new Command.Release("rel", false, List.of("Deployment/a")));
    world.after(1).pass();
    assertThat(List.of(carries("a"), carries("b"))).containsExactly(false, true);
    world.settle("a").after(1).pass();
    world.commands.clear();
    assertThat(world.memory.workloads().get("uid-a").state()).isEqualTo(Entry.State.RELEASED);
    assertThat(world.after(600).pass().steps()).isEmpty();
    world.spec("r2").after(1).pass();
    world.settle("b").after(1).pass();
    assertThat(carries("a")).isFalse();
    world.commands.add(new Command.Retry("again"));
    world.after(1).pass();
    assertThat(world.get("a").template().revision()).isEqualTo("shop.web.r2");
    assertThat(world.memory.workloads().get("uid-a").reverts()).isZero();
  }

  @Test
  void aRefusedPodStopsTheRelease() {
    world.release = true;
    world.deleting = true;
    world.answers.put(new Probe.Key("uid-a", ""), new Probe.Refused("the guard says no"));
    world.after(1).pass();
    assertThat(carries("a")).isTrue();
    assertThat(world.condition(Condition.DEGRADED).message()).contains("the guard says no");
  }
}
