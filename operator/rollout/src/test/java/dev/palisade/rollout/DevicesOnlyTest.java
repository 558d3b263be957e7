package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods with a privileged container, for which the rules about devices hold and nothing else. */
class DevicesOnlyTest {
  private static final String IN_PART =
      "shop/Deployment/a: container log is privileged: of this policy only the rules about devices hold (DevicesOnly)";
  private final World world = new World();

  @BeforeEach
  void aPrivilegedWorkload() {
    world.devices = true;
    world.spec("d1").workload("a");
    world.nodes.replaceAll((k, n) -> Devices.on(n, Devices.ON));
    privileged("log");
  }

  /** The owner makes this container of it privileged, or none. */
  private void privileged(String container) {
    Template t = Devices.privileged(world.get("a").template(), container);
    world.put(Edit.of(world.get("a")).template(t, "helm").done());
    world.settle("a");
  }

  private void rolled() {
    world.after(5).pass();
    world.settle("a").after(5).pass();
  }

  private void verdicts(String word) {
    world.pods.replaceAll((k, pods) -> pods.stream().map(p -> Edits.verdict(p, word)).toList());
  }

  @Test
  void theAnnotationIsAllThatIsWritten() {
    world.pass();
    assertThat(world.applies())
        .singleElement()
        .satisfies(s ->
            assertThat(s.leaves())
                .contains(
                    new Leaves("shop.web.d1", Optional.empty(), Map.of(), Map.of(), Set.of())));
    Template t = world.get("a").template();
    assertThat(t.revision()).isEqualTo("shop.web.d1");
    assertThat(t.leaves()).isEmpty();
  }

  @Test
  void itIsProvenByDevicesOnlyAndSaidToHoldInPart() {
    rolled();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.condition(Condition.READY).message())
        .isEqualTo("1 of 1 workloads proven on their processes; of 1 only the rules about devices");
    assertThat(world.condition(Condition.DEGRADED))
        .isEqualTo(new Condition(Condition.DEGRADED, "True", Reason.NOT_ASSIGNABLE, IN_PART));
    assertThat(world.memory.stableRevision()).contains("shop.web.d1");
    assertThat(world.last.counts()).isEqualTo(new Plan.Counts(1, 1, 1, 0, 2, 0, 0));
    Memory before = world.memory;
    assertThat(world.after(60).pass().steps()).isEmpty();
    assertThat(world.memory).isEqualTo(before);
  }

  @Test
  void onlyTheWorkloadInQuestionIsSaidToBe() {
    world.workload("b");
    world.after(5).pass();
    world.settle("a").settle("b").after(5).pass();
    assertThat(world.condition(Condition.READY).message()).contains("2 of 2", "of 1 only");
    assertThat(world.condition(Condition.DEGRADED).message()).isEqualTo(IN_PART);
    assertThat(world.last.counts().enforced()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"Pending, (DevicesOnly)", "Unenforced, pid 7", "Foreign, (DevicesOnly)"})
  void noOtherVerdictIsAProof(String verdict, String degraded) {
    world.after(5).pass();
    world.settle("a");
    verdicts(verdict);
    world.after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
    assertThat(world.condition(Condition.READY).message()).contains(verdict);
    assertThat(world.condition(Condition.DEGRADED).message()).contains(degraded);
    assertThat(world.memory.stableRevision()).isEmpty();
  }

  @Test
  void withoutAPrivilegedContainerDevicesOnlyIsNoProof() {
    privileged("none");
    world.after(5).pass();
    world.settle("a");
    verdicts("DevicesOnly");
    world.after(5).pass();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
    assertThat(world.condition(Condition.READY).message()).contains("0 of 2 pods proven");
  }

  @Test
  void nobodysProfileStandsInTheWay() {
    Leaf theirs = new Leaf("Localhost", "theirs", Set.of("helm"));
    Template t = Edit.podLevel(world.get("a").template(), theirs);
    world.put(Edit.of(world.get("a")).template(Filters.pod(t, Optional.of(theirs)), "helm").done());
    world.settle("a");
    rolled();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.get("a").template().podLevel()).contains(theirs);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatReachesProfilesIsAnObstacleOnlyWhereOneIsGiven(boolean privileged) {
    Container c = Sample.container("app");
    Container adds =
        new Container(
            c.name(),
            c.init(),
            privileged,
            c.appArmor(),
            c.seccomp(),
            new CapabilitySet(List.of(), List.of("MAC_ADMIN")),
            Set.of("helm"),
            c.launch());
    Template t = Edit.containers(Sample.template(), adds);
    world.put(Edit.of(world.get("a")).template(t, "helm").done());
    world.settle("a").pass();
    assertThat(world.applies()).hasSize(privileged ? 1 : 0);
  }

  @Test
  void aStrategyThatMayLeaveNoPodIsStillOne() {
    world.put(Edit.of(world.get("a")).recreate(false).done());
    world.pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.condition(Condition.DEGRADED).message()).contains("allow-downtime");
  }

  @Test
  void capabilitiesOfOthersAreNoWarningWhereNoneAreWritten() {
    CapabilitySet drop = new CapabilitySet(List.of("ALL"), List.of());
    Revision r =
        new Revision(
            "shop.web.d1",
            true,
            List.of(Sample.artefact("log", "palisade.l", drop)),
            true,
            Sample.T0,
            true);
    assertThat(Assignment.warnings(List.of("typo"), r, world.get("a")))
        .singleElement()
        .asString()
        .contains("no container typo");
  }

  @Test
  void aContainerThatBecomesPrivilegedOrNoLongerIsUndoesNothing() {
    privileged("none");
    rolled();
    assertThat(world.get("a").template().podLevel()).isPresent();
    privileged("log");
    rolled();
    assertThat(world.get("a").template().leaves()).isEmpty();
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.VERIFIED);
    assertThat(world.memory.workloads()).as("no revert is counted").isEmpty();
  }

  @Test
  void whoTakesTheAnnotationOutTwiceIsLeftAlone() {
    rolled();
    Template without = Edit.given(world.get("a").template(), Optional.empty(), "argocd");
    for (int i = 0; i < 2; i++) {
      world.put(Edit.of(world.get("a")).template(without, "argocd").done());
      world.settle("a");
      rolled();
    }
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.REVERTED);
    assertThat(world.condition(Condition.DEGRADED).message()).contains("argocd");
  }

  @Test
  void deletionGivesItBack() {
    world.release = true;
    rolled();
    world.deleting = true;
    world.after(5).pass();
    assertThat(world.get("a").template().carriesOurs()).isFalse();
    world.settle("a").after(5).pass();
    assertThat(world.memory.workloads()).isEmpty();
  }

  @Test
  void aReleaseCommandDoesToo() {
    rolled();
    world.commands.add(new Command.Release("all", true, List.of()));
    world.after(5).pass();
    assertThat(world.get("a").template().carriesOurs()).isFalse();
    world.settle("a").after(5).pass();
    assertThat(world.released()).hasSize(1);
  }

  /** Stricter than the policy now says, until the owner decides: it is named. */
  @Test
  void rulesThatThePolicyNoLongerHasStayAndAreNamed() {
    rolled();
    world.history = 0;
    world.devices = false;
    world.inUse = Optional.of(Set.of("shop.web.d1"));
    world.spec("r2").after(5).pass();
    assertThat(world.get("a").template().revision()).isEqualTo("shop.web.d1");
    assertThat(world.revisions).containsKey("shop.web.d1");
    assertThat(world.condition(Condition.DEGRADED).message())
        .isEqualTo(
            "shop/Deployment/a: container log is privileged: its runtime may ignore AppArmor; drop privileged, or leave it out;"
                + " shop/Deployment/a: the rules about devices of shop.web.d1 hold until they are released");
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
  }
}
