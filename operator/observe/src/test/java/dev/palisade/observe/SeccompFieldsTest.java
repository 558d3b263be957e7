package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.rollout.Container;
import dev.palisade.rollout.Leaf;
import dev.palisade.rollout.Template;
import dev.palisade.rollout.Workload;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seccomp profiles of a pod template: who owns them, and what is ours to take out. */
class SeccompFieldsTest {
  private static final String POD_OWNED =
      "f:template: {f:spec: {f:securityContext: {f:seccompProfile: {f:type: {}, f:localhostProfile: {}}}}}";
  private static final String APP_OWNED =
      "f:template: {f:spec: {f:containers: {'k:{\"name\":\"app\"}': {f:securityContext: {f:seccompProfile: {f:type: {}}}}}}}";

  /** A template with these in the fields of the pod and of container app. */
  private static Workload workload(String pod, String app, Map<String, String> owners) {
    return Workloads.of(
        """
        spec:
          securityContext: {runAsUser: 1, seccompProfile: %s}
          initContainers:
          - {name: init, image: x}
          containers:
          - {name: log, image: x}
          - {name: app, image: x, securityContext: {seccompProfile: %s}}
        """
            .formatted(pod, app),
        Workloads.owned(owners));
  }

  private static String localhost(String name) {
    return "{type: Localhost, localhostProfile: " + name + "}";
  }

  @Test
  void eachFieldHasItsOwners() {
    Template t =
        workload(
                localhost("palisade/d.json"),
                "{type: RuntimeDefault}",
                Map.of("palisade", POD_OWNED, "helm", APP_OWNED))
            .template();
    assertThat(t.podSeccomp())
        .contains(new Leaf("Localhost", "palisade/d.json", Set.of("palisade")));
    assertThat(t.container("app").flatMap(Container::seccomp))
        .contains(new Leaf("RuntimeDefault", "", Set.of("helm")));
    assertThat(t.container("log").flatMap(Container::seccomp)).isEmpty();
    assertThat(t.podLevel()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "palisade/d.json, null, true",
    "null, palisade/a.json, true",
    "palisade/d.json, palisade/a.json, true",
    "theirs/d.json, null, false",
    "null, theirs/a.json, false"
  })
  void oursAreNotInTheHashOfOthers(String pod, String app, boolean same) {
    String none = workload("null", "null", Map.of()).template().othersHash();
    String here = workload(field(pod), field(app), Map.of()).template().othersHash();
    assertThat(here.equals(none)).isEqualTo(same);
  }

  private static String field(String name) {
    return name.equals("null") ? name : localhost(name);
  }

  @Test
  void oursAreTakenOutWhereOthersOwnThemToo() {
    Workload w =
        workload(
            localhost("palisade/d.json"),
            localhost("palisade/a.json"),
            Map.of("kubectl-rollout", APP_OWNED));
    assertThat(RemovalPatch.of(w, Optional.empty()))
        .contains(
            """
            [{"op":"test","path":"/metadata/uid","value":"uid-web"},\
            {"op":"remove","path":"/spec/template/spec/securityContext/seccompProfile"},\
            {"op":"test","path":"/spec/template/spec/containers/1/name","value":"app"},\
            {"op":"remove","path":"/spec/template/spec/containers/1/securityContext/seccompProfile"}]\
            """);
  }

  @Test
  void othersAreNot() {
    Workload w =
        workload(
            localhost("palisade/d.json"),
            "{type: RuntimeDefault}",
            Map.of("kubectl-rollout", POD_OWNED, "helm", APP_OWNED));
    assertThat(RemovalPatch.of(w, Optional.empty()).orElseThrow())
        .contains("/spec/template/spec/securityContext/seccompProfile")
        .doesNotContain("containers");
  }

  @Test
  void whatIsOursAloneIsGivenBackByServerSideApply() {
    Workload w = workload(localhost("palisade/d.json"), "null", Map.of("palisade", POD_OWNED));
    assertThat(RemovalPatch.of(w, Optional.empty())).isEmpty();
  }
}
