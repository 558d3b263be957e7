package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters of a revision: where they are written, and whose field stands in the way. */
class SeccompTest {
  private static final String POD = Filters.name("palisade.shop.web._default.r1");
  private static final String APP = Filters.name("palisade.shop.web.app.r1");
  private static final Leaf DEFAULT = new Leaf("RuntimeDefault", "", Set.of("helm"));

  private static Leaves leaves(String... filtered) {
    return Assignment.of(Filters.in(Sample.revision("r1"), filtered), Sample.template(), false);
  }

  private static Optional<String> podFilter(String... filtered) {
    return leaves(filtered).pod().flatMap(Profiles::seccomp);
  }

  private static Template applied(Leaves leaves) {
    return Edit.given(Sample.template(), Optional.of(leaves), Leaf.MANAGER);
  }

  @Test
  void aFilterIsWrittenOnlyWhereItsArtefactHasOne() {
    assertThat(podFilter()).isEmpty();
    assertThat(podFilter("_default")).contains(POD);
    assertThat(leaves("_default").containers().get("app").seccomp()).isEmpty();
    assertThat(podFilter("app")).isEmpty();
    assertThat(leaves("app").containers().get("app").seccomp()).contains(APP);
  }

  @Test
  void holdsAfterItsOwnApplyAndNotBefore() {
    Leaves both = leaves("_default", "app");
    Template t = applied(both);
    assertThat(Assignment.holds(t, both)).isTrue();
    assertThat(Assignment.holds(applied(leaves()), both)).isFalse();
    assertThat(Assignment.holds(Filters.pod(t, Optional.empty()), both)).isFalse();
    assertThat(Assignment.holds(Filters.container(t, "app", Optional.empty()), both)).isFalse();
  }

  @Test
  void aFilterOfOursThatIsWantedNoLongerIsGivenBack() {
    assertThat(Assignment.holds(applied(leaves("_default")), leaves())).isFalse();
    assertThat(Assignment.holds(applied(leaves("app")), leaves())).isFalse();
  }

  @Test
  void whereThereIsNoFilterTheFieldIsNotLookedAt() {
    Template t = Filters.pod(applied(leaves("app")), Optional.of(DEFAULT));
    assertThat(Assignment.holds(t, leaves("app"))).isTrue();
    assertThat(Assignment.holds(Filters.container(t, "log", Optional.of(DEFAULT)), leaves("app")))
        .isTrue();
  }

  @Test
  void aFilterAloneIsStillSomethingOfOurs() {
    Leaf ours = new Leaf("Localhost", POD, Set.of("kubectl-rollout"));
    assertThat(Filters.pod(Sample.template(), Optional.of(ours)).carriesOurs()).isTrue();
    assertThat(Filters.container(Sample.template(), "log", Optional.of(ours)).carriesOurs())
        .isTrue();
    assertThat(Filters.pod(Sample.template(), Optional.of(DEFAULT)).carriesOurs()).isFalse();
  }

  record Case(String name, List<String> filtered, UnaryOperator<Template> edit, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case row(
      String name, UnaryOperator<Template> edit, String says, String... filtered) {
    return new Case(name, List.of(filtered), edit, says);
  }

  private static UnaryOperator<Template> pod(Leaf leaf) {
    return t -> Filters.pod(t, Optional.of(leaf));
  }

  private static UnaryOperator<Template> container(String name, Leaf leaf) {
    return t -> Filters.container(t, name, Optional.of(leaf));
  }

  static Stream<Case> conflicts() {
    String beside =
        "; only assignment Admission could set it beside its owner, and this version has Template alone";
    String pod = "spec.template.spec.securityContext.seccompProfile";
    String app = "spec.template.spec.containers[name=\"app\"].securityContext.seccompProfile";
    String log = "spec.template.spec.containers[name=\"log\"].securityContext.seccompProfile";
    String otherContainers =
        ", or name the syscalls in the rules of other containers instead of defaultContainer's or a ClusterSecurityPolicy's";
    return Stream.of(
        row(
            "RuntimeDefault of the pod",
            pod(DEFAULT),
            pod
                + " is RuntimeDefault, owned by helm: remove it there (kubelets with seccompDefault, then our filter, cover it)"
                + ", or name the syscalls in the rules of containers instead of defaultContainer's or a ClusterSecurityPolicy's"
                + beside,
            "_default",
            "app"),
        row(
            "another's Localhost of the pod",
            pod(new Leaf("Localhost", "spo/x.json", Set.of("spo", "kubectl"))),
            pod
                + " is Localhost spo/x.json, owned by kubectl, spo: remove it there, or name the syscalls"
                + " in the rules of containers instead of defaultContainer's or a ClusterSecurityPolicy's"
                + beside,
            "_default"),
        row(
            "of a container with a filter of its own",
            container("app", new Leaf("Unconfined", "", Set.of())),
            app
                + " is Unconfined, owned by its creator: remove it there (the pod's securityContext may have it)"
                + ", or take syscalls out of the rules of container app"
                + beside,
            "app"),
        row(
            "of a container with a filter of its own beside the pod's",
            container("app", DEFAULT),
            app + " is RuntimeDefault, owned by helm: remove it there" + otherContainers + beside,
            "_default",
            "app"),
        row(
            "of a container that the pod's filter has to reach",
            container("log", DEFAULT),
            log + " is RuntimeDefault, owned by helm: remove it there" + otherContainers + beside,
            "_default",
            "app"));
  }

  private static World world(Case c) {
    World world = new World();
    world.filtered = c.filtered().toArray(String[]::new);
    world.spec("f1").workload("a");
    world.put(Edit.of(world.get("a")).template(c.edit().apply(Sample.template()), "helm").done());
    world.settle("a").pass();
    return world;
  }

  @ParameterizedTest
  @MethodSource
  void conflicts(Case c) {
    World world = world(c);
    assertThat(world.applies()).isEmpty();
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.FIELD_CONFLICT);
    assertThat(world.condition(Condition.DEGRADED).message())
        .isEqualTo("shop/Deployment/a: " + c.says());
    world.put(Edit.of(world.get("a")).template(Sample.template(), "helm").done());
    world.settle("a").after(60).pass();
    assertThat(world.applies()).hasSize(1);
  }

  static Stream<Case> noConflicts() {
    return Stream.of(
        row("no filter at all", t -> container("app", DEFAULT).apply(pod(DEFAULT).apply(t)), ""),
        row("the pod's field beside a container's filter", pod(DEFAULT), "", "app"),
        row("a container's field beside another's filter", container("log", DEFAULT), "", "app"),
        row(
            "a filter of ours of before",
            pod(new Leaf("Localhost", "palisade/shop.web._default.old.json", Set.of("kubectl"))),
            "",
            "_default"));
  }

  @ParameterizedTest
  @MethodSource
  void noConflicts(Case c) {
    World world = world(c);
    assertThat(world.reason(Condition.DEGRADED)).isEqualTo(Reason.NOT_DEGRADED);
    assertThat(world.applies()).hasSize(1);
  }
}
