package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules for some programs alone, and how containers start theirs. */
class ProgramsTest {
  private static final String PSQL = "/usr/bin/psql";
  private static final Launch LOCKED = new Launch(true, Set.of());

  private final World world = new World();

  @Test
  void whatCannotMoveBetweenProfilesIsNotAssigned() {
    world.workload("a");
    put(LOCKED, Launch.PLAIN);
    assertThat(obstacle("app"))
        .isEqualTo(
            "shop/Deployment/a: spec.template.spec.containers[name=\"app\"].securityContext.allowPrivilegeEscalation is false,"
                + " after which the kernel moves no process to another profile (no_new_privs): /usr/bin/psql, for which rules of"
                + " container app are alone, could not be started; leave that field out, or programs out of these rules, which"
                + " then hold for every process");
  }

  /** {@code log} has no profile of its own, and so the pod level's. */
  @Test
  void thePodLevelsRulesHoldForContainersThatAreNotListed() {
    world.workload("a");
    put(Launch.PLAIN, LOCKED);
    assertThat(obstacle("_default")).contains("name=\"log\"", "rules of defaultContainer");
    assertThat(obstacle("app")).isEmpty();
    put(LOCKED, Launch.PLAIN);
    assertThat(obstacle("_default")).isEmpty();
  }

  @Test
  void itIsToldWhenTheFieldComesLater() {
    Template t = Edit.given(Sample.template(), Optional.of(leaves("app")), Leaf.MANAGER);
    assertThat(Assignment.holds(t, leaves("app"))).isTrue();
    assertThat(Assignment.holds(launched(t, LOCKED, Launch.PLAIN), leaves("app"))).isFalse();
  }

  @Test
  void whatTheRuntimeStartsItselfIsWarnedOf() {
    world.workload("a");
    put(new Launch(false, Set.of(PSQL, "/bin/other")), Launch.PLAIN);
    assertThat(Assignment.warnings(List.of("app"), revision("app"), world.get("a")))
        .containsExactly(
            "container app of shop/Deployment/a has its runtime start /usr/bin/psql, which is then under the container's own"
                + " rules; those for /usr/bin/psql hold where a process of the container starts it");
    assertThat(Assignment.warnings(List.of("app"), revision("_default"), world.get("a"))).isEmpty();
  }

  private String obstacle(String container) {
    return Assignability.of(world.get("a"), leaves(container))
        .map(o -> {
          assertThat(o.state()).isEqualTo(Entry.State.NOT_ASSIGNABLE);
          return o.message();
        })
        .orElse("");
  }

  private void put(Launch app, Launch log) {
    world.put(
        Edit.of(world.get("a")).template(launched(Sample.template(), app, log), "helm").done());
  }

  private static Template launched(Template t, Launch app, Launch log) {
    return Edit.eachContainer(
        t,
        c ->
            new Container(
                c.name(),
                c.init(),
                c.privileged(),
                c.appArmor(),
                c.seccomp(),
                c.capabilities(),
                c.capabilityManagers(),
                c.name().equals("app") ? app : log));
  }

  private static Leaves leaves(String container) {
    return Assignment.of(revision(container), Sample.template(), false);
  }

  /** In which this container's rules are for a program. */
  private static Revision revision(String container) {
    Revision r = Sample.revision("r1");
    return new Revision(
        r.name(),
        r.enforce(),
        r.artefacts().stream()
            .map(a ->
                new Artefact(
                    a.container(),
                    a.profileName(),
                    a.sha256(),
                    a.sha1(),
                    a.capabilities(),
                    a.seccomp(),
                    a.container().equals(container) ? List.of(PSQL) : List.of(),
                    a.effectiveCapabilities()))
            .toList(),
        r.devices(),
        r.createdAt(),
        r.loadAll());
  }
}
