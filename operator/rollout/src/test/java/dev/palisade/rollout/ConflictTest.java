package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields and workloads that are someone else's. */
class ConflictTest {
  private final World world = new World();

  private void answer(Probe probe) {
    world.answers.put(new Probe.Key("uid-a", "shop.web.r1"), probe);
  }

  @Test
  void aConflictNamesManagerAndFieldAndForcesNothing() {
    world.workload("a");
    answer(new Probe.Conflict(List.of(new Probe.Field("helm", Template.POD_LEVEL_PATH + ".type"))));
    world.pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.FIELD_CONFLICT);
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains("shop/Deployment/a", Template.POD_LEVEL_PATH + ".type is owned by helm");
    Memory before = world.memory;
    world.after(60).pass();
    assertThat(world.memory).isEqualTo(before);
    world.answers.clear();
    world.after(60).pass();
    assertThat(world.applies()).hasSize(1);
  }

  @Test
  void aRefusalIsSaidInTheServersWords() {
    world.workload("a");
    answer(new Probe.Refused("pods \"a\" is forbidden: violates PodSecurity \"restricted\""));
    world.pass();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.ADMISSION_REFUSED);
    assertThat(world.condition(Condition.DEGRADED).message()).contains("violates PodSecurity");
  }

  @Test
  void aWebhookInTroubleHoldsBackItsOwnWorkloadOnly() {
    world.concurrent = 1;
    world.workload("a").workload("b");
    answer(new Probe.Unanswered("failed calling webhook \"guard.example.com\""));
    world.pass();
    assertThat(world.applies()).singleElement().matches(s -> s.workload().name().equals("b"));
    assertThat(world.condition(Condition.PROGRESSING).message()).contains("b");
    assertThat(world.memory.failed()).isEmpty();
    world.settle("b").after(5).pass();
    world.after(5).pass();
    assertThat(world.reason(Condition.PROGRESSING)).isEqualTo(Reason.WAITING);
    assertThat(world.condition(Condition.PROGRESSING).message()).contains("guard.example.com");
    world.answers.clear();
    world.after(5).pass();
    assertThat(world.applies()).singleElement().matches(s -> s.workload().name().equals("a"));
  }

  @Test
  void aBlockedWorkloadTakesNoSlotAndDoesNotHoldTheOthersBack() {
    world.concurrent = 1;
    world.workload("a").workload("b");
    answer(new Probe.Refused("no"));
    world.pass();
    assertThat(world.applies()).singleElement().matches(s -> s.workload().name().equals("b"));
    world.settle("b").after(5).pass();
    assertThat(world.memory.stableRevision()).contains("shop.web.r1");
    assertThat(world.reason(Condition.READY)).isEqualTo(Reason.NOT_YET);
  }

  @ParameterizedTest
  @CsvSource({
    "'', other, POLICY_CONFLICT",
    "'', zebra, NOT_DEGRADED",
    "shop.other.x, other, POLICY_CONFLICT",
    "shop.zebra.x, zebra, POLICY_CONFLICT",
    "shop.gone.x, zebra, NOT_DEGRADED",
    "shop.gone.x, other, POLICY_CONFLICT",
    "shop.web.x, other, NOT_DEGRADED"
  })
  void theHolderKeepsElseTheLowerName(String revision, String rival, Reason reason) {
    world.workload("a");
    Leaves theirs =
        new Leaves(
            revision,
            Optional.of(new Profiles("palisade.p", Optional.empty(), List.of())),
            java.util.Map.of(),
            java.util.Map.of(),
            java.util.Set.of());
    if (!revision.isEmpty()) {
      world.put(Edit.of(world.get("a")).apply(Optional.of(theirs)).done());
      world.settle("a");
    }
    world.put(Edit.of(world.get("a")).rivals(rival).done());
    world.pass();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(reason);
    assertThat(world.applies()).hasSize(reason == Reason.NOT_DEGRADED ? 1 : 0);
  }

  @Test
  void onlyOurOwnNamesAreTakenAgain() {
    Template t = given(Sample.revision("r1"));
    String container = "spec.template.spec.containers[name=\"app\"].securityContext.";
    assertThat(allowed(t, Template.REVISION_PATH)).isTrue();
    assertThat(allowed(t, Template.POD_LEVEL_PATH + ".localhostProfile")).isTrue();
    assertThat(allowed(t, container + "appArmorProfile.localhostProfile")).isTrue();
    assertThat(allowed(t, container + "capabilities.drop")).isFalse();
    assertThat(allowed(t, Template.REVISION_PATH, container + "capabilities.drop")).isFalse();
    assertThat(allowed(Sample.template(), Template.REVISION_PATH)).isFalse();
    assertThat(allowed(t, "spec.template.metadata.annotations")).isFalse();
    assertThat(Takeover.allowed(new Probe.Conflict(List.of()), t)).isFalse();
  }

  @Test
  void alsoThoseOfFilters() {
    String container = "spec.template.spec.containers[name=\"%s\"].securityContext.";
    String app = container.formatted("app") + "seccompProfile.localhostProfile";
    String log = container.formatted("log") + "seccompProfile.type";
    Template t = given(Filters.in(Sample.revision("r1"), "_default", "app"));
    assertThat(allowed(t, Template.POD_SECCOMP_PATH + ".localhostProfile", app)).isTrue();
    assertThat(allowed(t, app, log)).isFalse();
    Template unfiltered = given(Sample.revision("r1"));
    assertThat(allowed(unfiltered, Template.POD_SECCOMP_PATH + ".localhostProfile")).isFalse();
    assertThat(allowed(unfiltered, app)).isFalse();
  }

  /** By someone else, as an undo does. */
  private static Template given(Revision revision) {
    return Edit.given(
        Sample.template(),
        Optional.of(Assignment.of(revision, Sample.template(), false)),
        "kubectl");
  }

  private static boolean allowed(Template t, String... paths) {
    return Takeover.allowed(
        new Probe.Conflict(
            java.util.Arrays.stream(paths).map(p -> new Probe.Field("kubectl", p)).toList()),
        t);
  }
}
