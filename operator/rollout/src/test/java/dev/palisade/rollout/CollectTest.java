package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectTest {
  private final World world = new World();

  private void old(String hash, int age) {
    Revision r = Sample.revision(hash);
    Instant created = Sample.T0.minusSeconds(age);
    world.revisions.put(
        r.name(), new Revision(r.name(), true, r.artefacts(), false, created, false));
  }

  @Test
  void whatIsBeyondTheLimitAndUnusedIsDeletedOldestFirst() {
    world.history = 1;
    old("o1", 10);
    old("o2", 20);
    old("o3", 30);
    Plan first = world.pass();
    assertThat(first.needsUse()).isTrue();
    assertThat(first.steps()).noneMatch(s -> s instanceof Step.DeleteRevision);
    world.inUse = Optional.of(Set.of("shop.web.o3"));
    world.pass();
    assertThat(world.revisions).containsOnlyKeys("shop.web.o1", "shop.web.o3", "shop.web.r1");
  }

  @Test
  void withinTheLimitNobodyIsAsked() {
    old("o1", 10);
    assertThat(world.pass().needsUse()).isFalse();
  }

  @Test
  void whatIsBeingGoneBackToStaysOnEveryNode() {
    world.workload("a").pass();
    world.settle("a").after(5).pass();
    world.spec("r2").pass();
    assertThat(world.revisions.get("shop.web.r1").loadAll()).isTrue();
    world.crash("a", "no").after(600).pass();
    assertThat(world.revisions.get("shop.web.r1").loadAll()).isTrue();
  }

  @Test
  void avoidLabelsOnlyOnLastingIncapability() {
    world.avoid = true;
    world.node("n2");
    Node n2 = Sample.with(world.nodes.get("n2"), Optional.of(Sample.report("n2", false)));
    world.nodes.put("n2", n2);
    world.workload("a").after(299).pass();
    assertThat(world.nodes.get("n2").labels()).doesNotContainKey(Need.APP_ARMOR.label());
    assertThat(world.applies()).isEmpty();
    world.after(1).pass();
    assertThat(world.nodes.get("n2").labels()).containsEntry(Need.APP_ARMOR.label(), "true");
    world.after(1).pass();
    assertThat(world.applies())
        .singleElement()
        .satisfies(
            s -> assertThat(s.leaves().orElseThrow().avoid()).containsExactly(Need.APP_ARMOR));
    world.nodes.put(
        "n2", Sample.with(world.nodes.get("n2"), Optional.of(Sample.report("n2", true))));
    world.after(1).pass();
    assertThat(world.nodes.get("n2").labels()).doesNotContainKey(Need.APP_ARMOR.label());
  }

  @Test
  void waitNamesTheNodeAndLabelsNothing() {
    world.nodes.put(
        "n1", Sample.with(world.nodes.get("n1"), Optional.of(Sample.report("n1", false))));
    world.workload("a").after(400).pass();
    assertThat(world.last.steps()).isEmpty();
    assertThat(world.reason(Condition.LOADED)).isEqualTo(Reason.NODES_UNSUPPORTED);
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.UNSUPPORTED);
    assertThat(world.condition(Condition.DEGRADED).message()).contains("node n1");
  }

  @Test
  void avoidWithAnAffinityOfItsOwnIsSaid() {
    world.avoid = true;
    world.nodes.put(
        "n1", Sample.with(world.nodes.get("n1"), Optional.of(Sample.report("n1", false))));
    world.workload("a");
    Placement own = new Placement(Map.of(), List.of(), List.of(), true, Set.of());
    world.put(Edit.of(world.get("a")).template(Edit.placed(Sample.template(), own), "x").done());
    world.settle("a").pass();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.UNSUPPORTED);
    assertThat(world.condition(Condition.DEGRADED).message()).contains("affinity of its own");
  }

  @Test
  void anUnenforcedPodIsDegraded() {
    world.workload("a").pass();
    world.settle("a").after(5).pass();
    world.pods.computeIfPresent(
        "uid-a", (k, pods) -> pods.stream().map(p -> Edits.verdict(p, "Unenforced")).toList());
    world.after(5).pass();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.UNENFORCED);
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
    assertThat(world.last.counts().unenforced()).isEqualTo(2);
  }

  @Test
  void aSpecThatDoesNotCompileLeavesWhatRuns() {
    world.workload("a").pass();
    world.settle("a").after(5).pass();
    world.compiled = new Policy.Compiled.Failed(Reason.UNKNOWN_BASE, "no base Foo");
    world.generation++;
    assertThat(world.after(5).pass().steps()).isEmpty();
    assertThat(world.reason(Condition.COMPILED)).isEqualTo(Reason.UNKNOWN_BASE);
    assertThat(world.reason(Condition.LOADED)).isEqualTo(Reason.LOADED);
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
    assertThat(world.memory.stableRevision()).contains("shop.web.r1");
  }

  @Test
  void nothingCompiledYet() {
    world.compiled = new Policy.Compiled.Failed(Reason.INVALID, "empty selector");
    world.revisions.clear();
    world.workload("a").pass();
    assertThat(world.last.steps()).isEmpty();
    assertThat(world.condition(Condition.LOADED).status()).isEqualTo("Unknown");
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
  }
}
