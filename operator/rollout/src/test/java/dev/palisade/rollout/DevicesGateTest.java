package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes that cannot hold rules about devices: waited for, or avoided. */
class DevicesGateTest {
  private static final String WHY =
      "rules about devices: SwitchedOff (set devices.enabled=true in the chart)";
  private final World world = new World();

  @BeforeEach
  void twoNodesOfWhichTheSecondCannot() {
    world.devices = true;
    world.spec("d1").node("n2").workload("a");
    devices("n1", Devices.ON);
  }

  private void devices(String node, Ability ability) {
    world.nodes.put(node, Devices.on(world.nodes.get(node), ability));
  }

  private boolean labelled(String node, Need need) {
    return "true".equals(world.nodes.get(node).labels().get(need.label()));
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(Devices.ON, Reason.LOADED, Reason.LOADED, ""),
        Arguments.of(
            Devices.OFF, Reason.NODES_UNSUPPORTED, Reason.NODES_UNSUPPORTED, "node n1: " + WHY),
        Arguments.of(
            new Ability(false, "", "its helper knows none", Instant.MAX),
            Reason.HELPER_NOT_READY,
            Reason.NODE_UNVERIFIED,
            "node n1: rules about devices: its helper knows none"));
  }

  @ParameterizedTest
  @MethodSource
  void answers(Ability answer, Reason early, Reason late, String says) {
    Node n = Devices.on(world.nodes.get("n1"), answer);
    Revision with = world.revisions.get("shop.web.d1");
    assertThat(gate(with, n, 10).reason()).isEqualTo(early);
    assertThat(gate(with, n, 10).message()).isEqualTo(says);
    assertThat(gate(with, n, 300).reason()).isEqualTo(late);
    assertThat(gate(world.revisions.get("shop.web.r1"), n, 300).open()).isTrue();
  }

  private static Gate.Result gate(Revision r, Node n, long after) {
    return Gate.of(
        r,
        Placement.ANYWHERE,
        List.of(n),
        Sample.T0,
        Duration.ofMinutes(5),
        Sample.T0.plusSeconds(after));
  }

  @Test
  void waitNamesTheNodeAndLabelsNothing() {
    world.after(400).pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.last.steps()).noneMatch(s -> s instanceof Step.SetAvoidLabel);
    assertThat(world.condition(Condition.LOADED).message()).isEqualTo("node n2: " + WHY);
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.UNSUPPORTED);
    assertThat(world.condition(Condition.DEGRADED).message()).isEqualTo("node n2: " + WHY);
    devices("n2", Devices.ON);
    world.after(3).pass();
    assertThat(world.applies()).hasSize(1);
  }

  @Test
  void avoidLabelsOnlyLastingIncapabilityAndByALabelOfItsOwn() {
    world.avoid = true;
    world.after(299).pass();
    assertThat(labelled("n2", Need.DEVICES)).isFalse();
    world.after(1).pass();
    assertThat(labelled("n2", Need.DEVICES)).isTrue();
    assertThat(labelled("n2", Need.APP_ARMOR)).isFalse();
    assertThat(labelled("n1", Need.DEVICES)).isFalse();
    world.after(1).pass();
    assertThat(world.applies())
        .singleElement()
        .satisfies(s ->
            assertThat(s.leaves().orElseThrow().avoid())
                .containsExactlyInAnyOrder(Need.APP_ARMOR, Need.DEVICES));
    devices("n2", Devices.ON);
    world.after(1).pass();
    assertThat(labelled("n2", Need.DEVICES)).isFalse();
  }

  @Test
  void aHelperThatSaysNothingIsNeverLastinglyIncapable() {
    world.avoid = true;
    devices("n2", new Ability(false, "", "its helper knows none", Sample.T0));
    world.pass();
    world.after(100_000).pass();
    assertThat(labelled("n2", Need.DEVICES)).isFalse();
    assertThat(world.reason(Condition.LOADED)).isEqualTo(Reason.NODE_UNVERIFIED);
  }

  @Test
  void aPolicyWithoutSuchRulesNeitherSetsTheLabelNorHeedsIt() {
    world.avoid = true;
    world.devices = false;
    world.spec("r2").after(1000).pass();
    assertThat(labelled("n2", Need.DEVICES)).isFalse();
    assertThat(world.applies())
        .singleElement()
        .satisfies(
            s -> assertThat(s.leaves().orElseThrow().avoid()).containsExactly(Need.APP_ARMOR));
    assertThat(world.condition(Condition.LOADED).message()).isEqualTo("verified on 2 nodes");
  }

  @Test
  void whatItSetIsTakenOffForItToo() {
    world.avoid = true;
    world.nodes.computeIfPresent("n2", (k, n) -> Sample.labelled(n, Need.DEVICES, true));
    world.devices = false;
    world.spec("r2").pass();
    assertThat(labelled("n2", Need.DEVICES)).as("it cannot yet").isTrue();
    devices("n2", Devices.ON);
    world.pass();
    assertThat(labelled("n2", Need.DEVICES)).isFalse();
  }

  @Test
  void whereAllNodesAreAvoidedItIsSaidWhy() {
    world.avoid = true;
    world.nodes.remove("n1");
    world.after(300).pass();
    world.after(1).pass();
    assertThat(world.reason(Condition.LOADED)).isEqualTo(Reason.NO_ELIGIBLE_NODE);
    assertThat(world.condition(Condition.LOADED).message())
        .isEqualTo("no Ready, schedulable node fits the pod template; avoided: node n2: " + WHY);
  }

  @Test
  void anAffinityOfTheOwnersIsToHeedBothLabels() {
    world.avoid = true;
    Placement own = new Placement(Map.of(), List.of(), List.of(), true, Set.of());
    world.put(Edit.of(world.get("a")).template(Edit.placed(Sample.template(), own), "x").done());
    world.settle("a").pass();
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains("nodes with label palisade.dev/avoid or palisade.dev/avoid-devices; node n2");
  }

  @Test
  void aNodeThatCanDoNeitherIsNamedForAppArmor() {
    Node n = Sample.with(world.nodes.get("n2"), Optional.of(Sample.report("n2", false)));
    assertThat(gate(world.revisions.get("shop.web.d1"), n, 10).message())
        .isEqualTo("node n2: KernelWithoutAppArmor");
  }
}
