package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Someone else takes away what we gave. */
class UndoneTest {
  private static final Leaf FOREIGN = new Leaf("RuntimeDefault", "", Set.of("hardening"));
  private final World world = new World();

  @BeforeEach
  void r2IsStable() {
    world.workload("a").pass();
    world.settle("a").after(5).pass();
    world.spec("r2").pass();
    world.settle("a").after(5).pass();
    assertThat(world.memory.stableRevision()).contains("shop.web.r2");
  }

  private Optional<Leaves> leaves(String hash) {
    return Optional.of(Assignment.of(Sample.revision(hash), Sample.template(), false));
  }

  private void undo(Optional<Leaves> to) {
    world.put(Edit.of(world.get("a")).undo(to, "kubectl-rollout").done());
  }

  private String revision() {
    return world.get("a").template().revision();
  }

  @Test
  void firstItIsLeftToSettleThenTakenAgain() {
    undo(leaves("r1"));
    world.after(1).pass();
    assertThat(revision()).isEqualTo("shop.web.r1");
    assertThat(world.condition(Condition.PROGRESSING).message()).contains("kubectl-rollout");
    world.settle("a");
    world.answers.put(
        new Probe.Key("uid-a", "shop.web.r2"),
        new Probe.Conflict(
            java.util.List.of(
                new Probe.Field("kubectl-rollout", Template.REVISION_PATH),
                new Probe.Field(
                    "kubectl-rollout", Template.POD_LEVEL_PATH + ".localhostProfile"))));
    world.after(1).pass();
    assertThat(revision()).isEqualTo("shop.web.r2");
    assertThat(world.applies()).singleElement().matches(Step.Apply::takeAgain);
    world.settle("a").after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.memory.workloads().get("uid-a").reverts()).isEqualTo(1);
  }

  @Test
  void theSecondTimeItIsLeftAlone() {
    undoTwice();
    assertThat(revision()).isEqualTo("shop.web.r1");
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.REVERTED);
    assertThat(world.condition(Condition.DEGRADED).message()).contains("kubectl-rollout");
    Memory before = world.memory;
    assertThat(world.after(5000).pass().steps()).isEmpty();
    assertThat(world.memory).isEqualTo(before);
  }

  private void undoTwice() {
    for (int i = 0; i < 2; i++) {
      undo(leaves("r1"));
      world.settle("a").after(5).pass();
      world.settle("a").after(5).pass();
    }
  }

  @Test
  void aPutThatWipesEverythingIsTheSame() {
    undo(Optional.empty());
    world.settle("a").after(5).pass();
    assertThat(revision()).isEqualTo("shop.web.r2");
    world.settle("a").after(5).pass();
    undo(Optional.empty());
    world.settle("a").after(5).pass();
    assertThat(revision()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.REVERTED);
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains("Weakened", "runs without shop.web.r2");
  }

  @Test
  void aForeignProfileInThePlaceOfOursIsNoFightAndWeakens() {
    world.put(
        Edit.of(world.get("a"))
            .template(Edit.podLevel(world.get("a").template(), FOREIGN), "hardening")
            .done());
    world.settle("a").after(1).pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.FIELD_CONFLICT);
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains("owned by hardening", "Weakened: shop/Deployment/a has less than shop.web.r2");
  }

  @Test
  void aForeignProfileThatWasThereFirstWeakensNothing() {
    world.workload("b");
    world.put(
        Edit.of(world.get("b"))
            .template(Edit.podLevel(world.get("b").template(), FOREIGN), "hardening")
            .done());
    world.settle("b").after(1).pass();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.FIELD_CONFLICT);
    assertThat(world.condition(Condition.DEGRADED).message()).doesNotContain("Weakened");
  }

  @Test
  void retryTakesItUpAgainAtOnce() {
    undoTwice();
    world.commands.add(new Command.Retry("again"));
    world.after(1).pass();
    assertThat(revision()).isEqualTo("shop.web.r2");
    world.settle("a").after(5).pass();
    assertThat(world.memory.workloads()).isEmpty();
  }

  @Test
  void aNewSpecTakesItUpAgainWithoutCounting() {
    undoTwice();
    world.spec("r3").after(1).pass();
    assertThat(revision()).isEqualTo("shop.web.r3");
    assertThat(world.memory.workloads().get("uid-a").reverts()).isZero();
  }

  @Test
  void anUndoMidRollCountsToo() {
    world.spec("r3").pass();
    undo(leaves("r2"));
    world.after(1).pass();
    assertThat(revision()).isEqualTo("shop.web.r2");
    world.settle("a").after(1).pass();
    assertThat(revision()).isEqualTo("shop.web.r3");
    assertThat(world.memory.workloads().get("uid-a").reverts()).isEqualTo(1);
  }

  @Test
  void goingBackInTheSpecIsNoUndo() {
    world.spec("r1").pass();
    assertThat(revision()).isEqualTo("shop.web.r1");
    assertThat(world.memory.workloads().get("uid-a").reverts()).isZero();
  }

  @Test
  void aContainerThatLostItsLeafIsNoticed() {
    Template t = world.get("a").template();
    world.put(
        Edit.of(world.get("a"))
            .template(Edit.containers(t, Sample.container("app"), Sample.container("log")), "ci")
            .done());
    world.settle("a").after(1).pass();
    assertThat(world.memory.workloads().get("uid-a").reverts()).isEqualTo(1);
  }

  @Test
  void aContainerThatCameLaterGetsItsLeafWithoutCounting() {
    World fresh = new World();
    fresh.workload("a");
    fresh.put(
        Edit.of(fresh.get("a"))
            .template(Edit.containers(Sample.template(), Sample.container("log")), "ci")
            .done());
    fresh.settle("a").pass();
    fresh.settle("a").after(5).pass();
    assertThat(fresh.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    Template t = fresh.get("a").template();
    fresh.put(
        Edit.of(fresh.get("a"))
            .template(Edit.containers(t, Sample.container("app"), Sample.container("log")), "ci")
            .done());
    fresh.settle("a").after(5).pass();
    assertThat(fresh.applies()).hasSize(1);
    assertThat(fresh.memory.workloads().get("uid-a").reverts()).isZero();
  }
}
