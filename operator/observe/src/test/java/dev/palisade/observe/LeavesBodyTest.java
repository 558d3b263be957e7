package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.rollout.CapabilitySet;
import dev.palisade.rollout.Leaves;
import dev.palisade.rollout.Need;
import dev.palisade.rollout.Profiles;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeavesBodyTest {
  private static final Workload WEB =
      Workloads.of(
          """
          spec:
            initContainers:
            - {name: migrate, image: x}
            containers:
            - {name: app, image: x}
            - {name: log, image: x}
          """,
          Workloads.owned(Map.of()));

  @Test
  void filtersAreWrittenWhereThereAreSome() {
    Leaves leaves =
        new Leaves(
            "shop.web.r1",
            Optional.of(new Profiles("palisade.d", Optional.of("palisade/d.json"), List.of())),
            Map.of(
                "migrate", new Profiles("palisade.m", Optional.of("palisade/m.json"), List.of()),
                "app", new Profiles("palisade.a", Optional.empty(), List.of())),
            Map.of("app", new CapabilitySet(List.of("ALL"), List.of())),
            Set.of());
    assertThat(json(Optional.of(leaves)))
        .isEqualTo(
            tree(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web, uid: uid-web}
                spec:
                  template:
                    metadata:
                      annotations: {palisade.dev/revision: shop.web.r1}
                    spec:
                      securityContext:
                        appArmorProfile: {type: Localhost, localhostProfile: palisade.d}
                        seccompProfile: {type: Localhost, localhostProfile: palisade/d.json}
                      initContainers:
                      - name: migrate
                        securityContext:
                          appArmorProfile: {type: Localhost, localhostProfile: palisade.m}
                          seccompProfile: {type: Localhost, localhostProfile: palisade/m.json}
                      containers:
                      - name: app
                        securityContext:
                          appArmorProfile: {type: Localhost, localhostProfile: palisade.a}
                          capabilities: {drop: [ALL]}
                """));
  }

  @Test
  void withoutFiltersNothingIsSaidAboutSeccomp() {
    Leaves leaves =
        new Leaves(
            "shop.web.r1",
            Optional.of(new Profiles("palisade.d", Optional.empty(), List.of())),
            Map.of("app", new Profiles("palisade.a", Optional.empty(), List.of())),
            Map.of(),
            Set.of());
    assertThat(json(Optional.of(leaves)).toString())
        .contains("palisade.a")
        .doesNotContain("seccomp");
  }

  private static Optional<Leaves> annotation(Set<Need> avoid) {
    return Optional.of(new Leaves("shop.web.r1", Optional.empty(), Map.of(), Map.of(), avoid));
  }

  /** An empty object in it would be ours, and another applier's fields in it a conflict. */
  @Test
  void forRulesAboutDevicesAloneNothingButTheAnnotationIsSaid() {
    assertThat(json(annotation(Set.of())))
        .isEqualTo(
            tree(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web, uid: uid-web}
                spec: {template: {metadata: {annotations: {palisade.dev/revision: shop.web.r1}}}}
                """));
  }

  @Test
  void nodesThatLastinglyCannotAreAvoidedByALabelForEachNeed() {
    assertThat(json(annotation(Set.of(Need.APP_ARMOR, Need.DEVICES))))
        .isEqualTo(
            tree(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web, uid: uid-web}
                spec:
                  template:
                    metadata: {annotations: {palisade.dev/revision: shop.web.r1}}
                    spec:
                      affinity:
                        nodeAffinity:
                          requiredDuringSchedulingIgnoredDuringExecution:
                            nodeSelectorTerms:
                            - matchExpressions:
                              - {key: palisade.dev/avoid, operator: NotIn, values: ["true"]}
                              - {key: palisade.dev/avoid-devices, operator: NotIn, values: ["true"]}
                """));
  }

  @Test
  void givingBackIsABodyWithoutFields() {
    assertThat(json(Optional.empty()))
        .isEqualTo(
            tree(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web, uid: uid-web}
                """));
  }

  private static Object json(Optional<Leaves> leaves) {
    return tree(Serialization.asJson(LeavesBody.of(WEB, leaves)));
  }

  private static Object tree(String text) {
    return Serialization.unmarshal(text, Map.class);
  }
}
