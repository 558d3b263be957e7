package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written, and what cannot be. */
class AssignmentTest {
  private static final CapabilitySet DROP_ALL = new CapabilitySet(List.of("ALL"), List.of());

  private static Revision revision(boolean enforce, CapabilitySet capabilities) {
    return new Revision(
        "shop.web.r1",
        enforce,
        List.of(
            Sample.artefact("_default", "palisade.d", DROP_ALL),
            Sample.artefact("app", "palisade.a", capabilities),
            Sample.artefact("gone", "palisade.g", DROP_ALL)),
        false,
        Sample.T0,
        true);
  }

  private static Container app(CapabilitySet capabilities, String... managers) {
    return container(false, false, Optional.empty(), capabilities, managers);
  }

  private static Container container(
      boolean init,
      boolean privileged,
      Optional<Leaf> appArmor,
      CapabilitySet capabilities,
      String... managers) {
    return new Container(
        "app",
        init,
        privileged,
        appArmor,
        Optional.empty(),
        capabilities,
        Set.of(managers),
        Launch.PLAIN);
  }

  private static Template template(Container... containers) {
    return Edit.containers(Sample.template(), containers);
  }

  @Test
  void podLevelAlwaysContainerLevelOnlyWithAnArtefactOfItsOwn() {
    Leaves l = Assignment.of(revision(true, DROP_ALL), Sample.template(), false);
    assertThat(l.pod().map(Profiles::appArmor)).contains("palisade.d");
    assertThat(l.containers()).containsOnlyKeys("app");
    assertThat(l.capabilities()).containsOnlyKeys("app");
  }

  @Test
  void initContainersToo() {
    Container init = container(true, false, Optional.empty(), CapabilitySet.NONE);
    assertThat(Assignment.of(revision(true, DROP_ALL), template(init), false).containers())
        .containsEntry("app", new Profiles("palisade.a", Optional.empty(), List.of()));
  }

  @Test
  void complainWritesNoCapabilities() {
    assertThat(Assignment.of(revision(false, DROP_ALL), Sample.template(), false).capabilities())
        .isEmpty();
  }

  @Test
  void capabilitiesOfOthersStayAndAreWarnedOfUnlessTheyCover() {
    CapabilitySet net = new CapabilitySet(List.of("NET_RAW"), List.of());
    Template t = template(app(net, "helm"));
    assertThat(Assignment.of(revision(true, DROP_ALL), t, false).capabilities()).isEmpty();
    Workload w = Edit.of(new World().workload("a").get("a")).template(t, "helm").done();
    assertThat(Assignment.warnings(List.of("app", "typo"), revision(true, DROP_ALL), w))
        .hasSize(2)
        .anySatisfy(x -> assertThat(x).contains("no container typo"))
        .anySatisfy(x -> assertThat(x).contains("belong to helm"));
    assertThat(Assignment.warnings(List.of("app"), revision(true, net), w)).isEmpty();
  }

  @Test
  void ourOwnCapabilitiesAreWrittenAgainElseTheyWouldBeGivenBack() {
    assertThat(
            Assignment.of(revision(true, DROP_ALL), template(app(DROP_ALL, "palisade")), false)
                .capabilities())
        .containsEntry("app", DROP_ALL);
  }

  @Test
  void holdsAfterItsOwnApplyAndNotBefore() {
    Leaves l = Assignment.of(revision(true, DROP_ALL), Sample.template(), true);
    assertThat(Assignment.holds(Sample.template(), l)).isFalse();
    Template applied = Edit.given(Sample.template(), Optional.of(l), Leaf.MANAGER);
    assertThat(Assignment.holds(applied, l)).isTrue();
    Leaves other = Assignment.of(Sample.revision("r2"), Sample.template(), true);
    assertThat(Assignment.holds(applied, other)).isFalse();
  }

  @Test
  void noAffinityWhereTheTemplateHasOne() {
    Template own =
        Edit.placed(
            Sample.template(),
            new Placement(java.util.Map.of(), List.of(), List.of(), true, Set.of()));
    assertThat(Assignment.of(revision(true, DROP_ALL), own, true).avoid()).isEmpty();
    assertThat(Assignment.of(revision(true, DROP_ALL), Sample.template(), true).avoid())
        .containsExactly(Need.APP_ARMOR);
  }

  record Case(String name, Template template, Entry.State state, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> obstacles() {
    Leaf runtime = new Leaf("RuntimeDefault", "", Set.of("kubectl"));
    Leaf foreign = new Leaf("Localhost", "theirs", Set.of("spo"));
    Container privileged = container(false, true, Optional.empty(), CapabilitySet.NONE);
    Container adds = app(new CapabilitySet(List.of(), List.of("SYS_PTRACE")), "helm");
    Container macAdmin = app(new CapabilitySet(List.of(), List.of("MAC_ADMIN")), "helm");
    Container unconfined =
        container(
            true, false, Optional.of(new Leaf("Unconfined", "", Set.of())), CapabilitySet.NONE);
    return Stream.of(
        new Case("privileged", template(privileged), Entry.State.NOT_ASSIGNABLE, "is privileged"),
        new Case("MAC_ADMIN", template(macAdmin), Entry.State.NOT_ASSIGNABLE, "MAC_ADMIN"),
        new Case(
            "ptrace in the host's pids",
            hostPid(template(adds)),
            Entry.State.NOT_ASSIGNABLE,
            "hostPID"),
        new Case(
            "foreign Localhost",
            Edit.podLevel(Sample.template(), foreign),
            Entry.State.NOT_ASSIGNABLE,
            "Localhost theirs, owned by spo"),
        new Case(
            "owner's RuntimeDefault",
            Edit.podLevel(Sample.template(), runtime),
            Entry.State.FIELD_CONFLICT,
            "spec.template.spec.securityContext.appArmorProfile is RuntimeDefault, owned by kubectl"),
        new Case(
            "owner's Unconfined of an init container",
            template(unconfined),
            Entry.State.FIELD_CONFLICT,
            "spec.template.spec.initContainers[name=\"app\"].securityContext.appArmorProfile is Unconfined"));
  }

  private static Template hostPid(Template t) {
    return new Template(
        t.labels(),
        t.revision(),
        t.revisionManagers(),
        t.podLevel(),
        t.podSeccomp(),
        true,
        t.placement(),
        t.containers(),
        t.othersHash());
  }

  @ParameterizedTest
  @MethodSource("obstacles")
  void obstacle(Case c) {
    World world = new World();
    world.workload("a");
    world.put(Edit.of(world.get("a")).template(c.template(), "x").done());
    world.settle("a").pass();
    assertThat(world.applies()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED).word()).isEqualTo(c.state().word());
    assertThat(world.condition(Condition.DEGRADED).message()).contains(c.says());
    assertThat(world.last.counts().blocked()).isEqualTo(1);
  }

  @Test
  void hostPidAloneIsNoObstacle() {
    World world = new World();
    world.workload("a");
    world.put(Edit.of(world.get("a")).template(hostPid(Sample.template()), "x").done());
    world.settle("a").pass();
    assertThat(world.applies()).hasSize(1);
  }

  @Test
  void recreateNeedsTheAnnotation() {
    World world = new World();
    world.workload("a");
    world.put(Edit.of(world.get("a")).recreate(false).done());
    world.pass();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.NOT_ASSIGNABLE);
    assertThat(world.condition(Condition.DEGRADED).message())
        .contains("palisade.dev/allow-downtime: \"true\"");
    world.put(Edit.of(world.get("a")).recreate(true).done());
    world.pass();
    assertThat(world.applies()).hasSize(1);
  }
}
