package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Someone else takes away, or replaces, the filters alone. */
class SeccompUndoneTest {
  private static final Leaf FOREIGN = new Leaf("RuntimeDefault", "", Set.of("hardening"));
  private final World world = new World();

  @BeforeEach
  void filtersAreStable() {
    world.filtered = new String[] {"_default", "app"};
    world.spec("r2").workload("a").pass();
    world.settle("a").after(5).pass();
    assertThat(world.memory.stableRevision()).contains("shop.web.r2");
  }

  private void edit(UnaryOperator<Template> change) {
    Workload w = world.get("a");
    world.put(Edit.of(w).template(change.apply(w.template()), "ci").done());
    world.settle("a").after(5).pass();
  }

  private Optional<String> podFilter() {
    return world.get("a").template().podSeccomp().map(Leaf::profile);
  }

  @Test
  void aStrippedFieldIsWrittenAgainOnceThenLeftAlone() {
    edit(t -> Filters.pod(t, Optional.empty()));
    assertThat(podFilter()).contains(Filters.name("palisade.shop.web._default.r2"));
    assertThat(world.memory.workloads().get("uid-a").reverts()).isEqualTo(1);
    world.settle("a").after(5).pass();
    edit(t -> Filters.pod(t, Optional.empty()));
    assertThat(podFilter()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.REVERTED);
    assertThat(world.condition(Condition.DEGRADED).message()).contains("ci has undone");
  }

  @Test
  void aContainersToo() {
    edit(t -> Filters.container(t, "app", Optional.empty()));
    assertThat(world.get("a").template().container("app").orElseThrow().seccomp()).isPresent();
    assertThat(world.memory.workloads().get("uid-a").reverts()).isEqualTo(1);
  }

  @Test
  void aForeignOneInThePlaceOfOursIsNoFightAndWeakens() {
    edit(t -> Filters.pod(t, Optional.of(FOREIGN)));
    conflictWeakens(Template.POD_SECCOMP_PATH);
  }

  /** The container's own field wins over the pod's, so it has less than before. */
  @Test
  void aForeignOneWhereThePodsFilterReachedIsTheSame() {
    edit(t -> Filters.container(t, "log", Optional.of(FOREIGN)));
    conflictWeakens("containers[name=\"log\"].securityContext.seccompProfile");
  }

  private void conflictWeakens(String path) {
    assertThat(world.applies()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.FIELD_CONFLICT);
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains(
            path + " is RuntimeDefault, owned by hardening",
            "Weakened: shop/Deployment/a has less than shop.web.r2");
  }

  /** The revision that has its first filter cannot be given; the one before is still whole. */
  @Test
  void aForeignOneThatWasThereBeforeTheFilterWeakensNothing() {
    World unfiltered = new World();
    unfiltered.workload("a");
    Template foreign = Filters.pod(Sample.template(), Optional.of(FOREIGN));
    unfiltered.put(Edit.of(unfiltered.get("a")).template(foreign, "hardening").done());
    unfiltered.settle("a").pass();
    unfiltered.settle("a").after(5).pass();
    assertThat(unfiltered.memory.stableRevision()).contains("shop.web.r1");
    unfiltered.filtered = new String[] {"_default"};
    unfiltered.spec("r2").after(5).pass();
    assertThat(unfiltered.reason(Condition.DEGRADED)).isEqualTo(Reason.FIELD_CONFLICT);
    assertThat(unfiltered.condition(Condition.DEGRADED).message()).doesNotContain("Weakened");
    assertThat(unfiltered.get("a").template().revision()).isEqualTo("shop.web.r1");
  }
}
