package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node that does not come back: nothing waits for it, and what ran there is not called proven.
 */
class GoneNodeTest {
  private final World world = new World();

  /** How a node is gone; its report and its helper pod may outlive it. */
  enum Gone {
    /** The Node object is deleted; the report goes with it, but later. */
    DELETED,
    /** It is there and NotReady; the last report says that everything is well. */
    SILENT_AND_WELL,
    /** The same, and the report lacks the new profiles for good. */
    SILENT_WITHOUT_THE_PROFILES,
    /** The same, with a kernel that could do nothing. */
    SILENT_AND_INCAPABLE,
    /** Cordoned on its way out, its helper gone before it. */
    CORDONED;

    void happen(World w) {
      Node n = w.nodes.get("n2");
      switch (this) {
        case DELETED -> w.nodes.remove("n2");
        case SILENT_AND_WELL -> w.nodes.put("n2", of(n, false, false));
        case SILENT_WITHOUT_THE_PROFILES ->
            w.nodes.put(
                "n2",
                of(
                    Sample.with(n, n.report().map(r -> Sample.profiles(r, java.util.Map.of()))),
                    false,
                    false));
        case SILENT_AND_INCAPABLE ->
            w.nodes.put(
                "n2", of(Sample.with(n, Optional.of(Sample.report("n2", false))), false, false));
        case CORDONED ->
            w.nodes.put(
                "n2",
                of(
                    Sample.with(n, n.labels(), n.bootId(), Optional.empty(), n.report()),
                    true,
                    true));
      }
    }

    private static Node of(Node n, boolean ready, boolean unschedulable) {
      return new Node(
          n.name(),
          ready,
          unschedulable,
          n.readySince(),
          n.labels(),
          n.taints(),
          n.bootId(),
          n.helper(),
          n.report());
    }
  }

  @BeforeEach
  void twoNodes() {
    world.node("n2").workload("a");
  }

  /** The second pod of the workload as it is on the node that is gone. */
  private void secondPodThere(boolean terminating) {
    world.pods.computeIfPresent(
        "uid-a",
        (k, pods) -> {
          List<Pod> out = new ArrayList<>(pods.subList(0, 1));
          Pod p = pods.get(1);
          out.add(
              new Pod(
                  p.uid(),
                  p.name(),
                  p.workload(),
                  "n2",
                  p.revision(),
                  p.phase(),
                  false,
                  terminating,
                  "",
                  Optional.empty(),
                  List.of(),
                  Optional.empty()));
          return out;
        });
  }

  @ParameterizedTest
  @EnumSource
  void theGateDoesNotWaitForIt(Gone gone) {
    gone.happen(world);
    world.pass();
    assertThat(world.get("a").template().revision()).isEqualTo("shop.web.r1");
    assertThat(world.condition(Condition.LOADED).message()).isEqualTo("verified on 1 nodes");
    world.settle("a").after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.NOT_DEGRADED);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSaidOfItAndNoLabelIsSetOnWhatIsNotThere(Gone gone) {
    world.avoid = true;
    gone.happen(world);
    world.after(10_000).pass();
    assertThat(world.last.steps())
        .noneMatch(s -> s instanceof Step.SetAvoidLabel l && !world.nodes.containsKey(l.node()));
    assertThat(world.last.conditions()).noneMatch(c -> c.message().contains("n2"));
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatIsOnItsWayOutThereIsNotWaitedFor(Gone gone) {
    world.pass();
    world.settle("a");
    secondPodThere(true);
    gone.happen(world);
    world.after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.last.counts().governed()).isEqualTo(1);
    assertThat(world.last.counts().enforced()).isEqualTo(1);
    assertThat(world.memory.stableRevision()).contains("shop.web.r1");
  }

  /** Until the pod collector has it: it may still run there, unseen. */
  @ParameterizedTest
  @EnumSource(names = "CORDONED", mode = EnumSource.Mode.EXCLUDE)
  void aPodThatMayStillRunThereIsNeitherProvenNorHarmDone(Gone gone) {
    world.pass();
    world.settle("a");
    world.put(
        Edit.of(world.get("a"))
            .replicas(new Workload.Replicas(world.get("a").generation(), 2, 2, 2, 1))
            .done());
    secondPodThere(false);
    gone.happen(world);
    world.after(5).pass();
    world.after(5_000).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
    assertThat(world.last.counts().governed()).isEqualTo(2);
    assertThat(world.last.counts().enforced()).isEqualTo(1);
    assertThat(world.memory.failed()).as("the deadline does not run").isEmpty();
    assertThat(world.condition(Condition.PROGRESSING).message()).contains("node n2 is not Ready");
    world.settle("a").after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
  }

  @Test
  void anotherMachineUnderTheSameNameIsWaitedForUntilItReports() {
    Node n = world.nodes.get("n2");
    world.nodes.put("n2", Sample.with(n, n.labels(), "new-boot", n.helper(), n.report()));
    world.pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.condition(Condition.LOADED).message()).contains("n2", "this boot");
  }
}
