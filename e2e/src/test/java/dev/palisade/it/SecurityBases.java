package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityBaseStatus;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;

/** SecurityBases of the cases, each cleaned away with its scene. */
final class SecurityBases {
  /** Under nearly no rule, who has to end a container still can. */
  private static final String ENDABLE = "signal (receive),\\n";

  private SecurityBases() {}

  /** Its name in the cluster, where every name is there once. */
  static String name(Scene scene, String name) {
    return scene.namespace() + "-" + name;
  }

  /**
   * Adds rules to Restricted.
   *
   * @param rules each a line
   */
  static void apply(Scene scene, String name, String... rules) {
    applySpec(
        scene,
        name,
        "from: Restricted, appArmorRules: \"%s\"".formatted(String.join("\\n", rules)));
  }

  /** Rules that stand for themselves. */
  static void applyAlone(Scene scene, String name, String... rules) {
    applySpec(scene, name, "appArmorRules: \"%s%s\"".formatted(ENDABLE, String.join("\\n", rules)));
  }

  /**
   * @param spec in flow style without braces
   */
  static void applySpec(Scene scene, String name, String spec) {
    String yaml =
        """
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityBase
        metadata: {name: %s, labels: {%s: %s}}
        spec: {%s}
        """
            .formatted(name(scene, name), FakeNode.SCENE, scene.namespace(), spec);
    scene
        .client()
        .resource(Serialization.unmarshal(yaml, SecurityBase.class))
        .fieldManager("platform")
        .forceConflicts()
        .serverSideApply();
  }

  static Resource<SecurityBase> of(Scene scene, String name) {
    return scene.client().resources(SecurityBase.class).withName(name(scene, name));
  }

  static History<SecurityBase> history(Scene scene) {
    return History.of(
        scene.client().resources(SecurityBase.class).withLabel(FakeNode.SCENE, scene.namespace()));
  }

  /** Waits until its status is about its spec and has this condition; gives the status. */
  static SecurityBaseStatus await(Scene scene, String name, String ready, String reason) {
    Await.until(
        "SecurityBase %s %s".formatted(name(scene, name), reason),
        Scene.SOON,
        () -> {
          SecurityBase base = of(scene, name).get();
          assertThat(isSeen(base)).as("the status is about this generation").isTrue();
          Condition condition = ready(base.getStatus());
          assertThat(condition.getStatus() + "/" + condition.getReason())
              .as(condition.getMessage())
              .isEqualTo(ready + "/" + reason);
        });
    return of(scene, name).get().getStatus();
  }

  static boolean isSeen(SecurityBase base) {
    return base.getStatus() != null
        && base.getMetadata().getGeneration().equals(base.getStatus().observedGeneration);
  }

  static Condition ready(SecurityBaseStatus status) {
    assertThat(status.conditions).hasSize(1);
    Condition condition = status.conditions.getFirst();
    assertThat(condition.getType()).isEqualTo("Ready");
    return condition;
  }

  static void assertCounts(SecurityBaseStatus status, int matching, int verified, int failed) {
    assertThat(status.policyCounts.matching).as("matching").isEqualTo(matching);
    assertThat(status.policyCounts.verified).as("verified").isEqualTo(verified);
    assertThat(status.policyCounts.failed).as("failed").isEqualTo(failed);
  }

  /** A policy whose containers are all on a base. */
  static String policy(Scene scene, String name, String base) {
    return """
    apiVersion: palisade.dev/v1alpha1
    kind: SecurityPolicy
    metadata: {name: %1$s}
    spec: {podSelector: {matchLabels: {app: %1$s}}, mode: Enforce, defaultContainer: {base: %2$s},
      rollout: {progressDeadlineSeconds: 15}}
    """
        .formatted(name, name(scene, base));
  }

  /**
   * Waits until the policy is Ready, for this reason, with this generation of its base and no other
   * base; gives its revision.
   */
  static String awaitOn(Scene scene, String policy, long generation, String reason) {
    return scene
        .await(
            policy,
            "on generation " + generation,
            p -> {
              assertThat(on(p)).containsExactly(generation);
              Live.assertCondition(p, "Ready", "True", reason);
            })
        .getStatus()
        .updateRevision;
  }

  /** The generations of the bases that it is compiled with. */
  static List<Long> on(SecurityPolicy policy) {
    return Stream.ofNullable(policy.getStatus())
        .flatMap(s -> Stream.ofNullable(s.bases).flatMap(List::stream))
        .map(m -> m.generation)
        .toList();
  }

  static void deleteOf(Scene scene) {
    scene
        .client()
        .resources(SecurityBase.class)
        .withLabel(FakeNode.SCENE, scene.namespace())
        .delete();
  }
}
