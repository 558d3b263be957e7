package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicyStatus;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * ClusterSecurityPolicies of the cases: each selects the namespace of its scene and no other, and
 * is cleaned away with it.
 */
final class ClusterPolicies {
  private ClusterPolicies() {}

  /** Its name in the cluster, where every name is there once. */
  static String name(Scene scene, String name) {
    return scene.namespace() + "-" + name;
  }

  /**
   * @param rules and what else stands in its spec, in flow style without braces
   */
  static void apply(Scene scene, String name, String rules) {
    apply(scene, name, "kubernetes.io/metadata.name", rules);
  }

  /**
   * The same for a namespace that has a label.
   *
   * @param label its key; the value is the scene's namespace
   */
  static void apply(Scene scene, String name, String label, String rules) {
    String yaml =
        """
        apiVersion: palisade.dev/v1alpha1
        kind: ClusterSecurityPolicy
        metadata: {name: %1$s, labels: {%2$s: %3$s}}
        spec: {namespaceSelector: {matchLabels: {%4$s: %3$s}}, %5$s}
        """
            .formatted(name(scene, name), FakeNode.SCENE, scene.namespace(), label, rules);
    scene
        .client()
        .resource(Serialization.unmarshal(yaml, ClusterSecurityPolicy.class))
        .fieldManager("platform")
        .forceConflicts()
        .serverSideApply();
  }

  static Resource<ClusterSecurityPolicy> of(Scene scene, String name) {
    return scene.client().resources(ClusterSecurityPolicy.class).withName(name(scene, name));
  }

  static History<ClusterSecurityPolicy> history(Scene scene) {
    return History.of(
        scene
            .client()
            .resources(ClusterSecurityPolicy.class)
            .withLabel(FakeNode.SCENE, scene.namespace()));
  }

  /** Waits until its status is about its spec and has this condition; gives the status. */
  static ClusterSecurityPolicyStatus await(Scene scene, String name, String ready, String reason) {
    Await.until(
        "ClusterSecurityPolicy %s %s".formatted(name(scene, name), reason),
        Scene.SOON,
        () -> {
          ClusterSecurityPolicy policy = of(scene, name).get();
          assertThat(policy.getStatus()).as("status").isNotNull();
          assertThat(policy.getStatus().observedGeneration)
              .as("observedGeneration")
              .isEqualTo(policy.getMetadata().getGeneration());
          Condition condition = ready(policy);
          assertThat(condition.getStatus() + "/" + condition.getReason())
              .as(condition.getMessage())
              .isEqualTo(ready + "/" + reason);
        });
    return of(scene, name).get().getStatus();
  }

  /** What the versions said one after another. */
  static List<String> reasons(History<ClusterSecurityPolicy> history) {
    return history.all().stream()
        .filter(policy -> policy.getStatus() != null)
        .map(policy -> ready(policy).getReason())
        .reduce(
            List.of(),
            (all, next) ->
                !all.isEmpty() && Objects.equals(all.getLast(), next)
                    ? all
                    : Stream.concat(all.stream(), Stream.of(next)).toList(),
            (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
  }

  static Condition ready(ClusterSecurityPolicy policy) {
    assertThat(policy.getStatus().conditions)
        .as("conditions of %s", policy.getMetadata().getName())
        .hasSize(1);
    Condition condition = policy.getStatus().conditions.getFirst();
    assertThat(condition.getType()).isEqualTo("Ready");
    return condition;
  }

  static void assertCounts(
      ClusterSecurityPolicyStatus status, int matching, int verified, int failed) {
    assertThat(status.policyCounts.matching).as("matching").isEqualTo(matching);
    assertThat(status.policyCounts.verified).as("verified").isEqualTo(verified);
    assertThat(status.policyCounts.failed).as("failed").isEqualTo(failed);
  }

  static void deleteOf(Scene scene) {
    scene
        .client()
        .resources(ClusterSecurityPolicy.class)
        .withLabel(FakeNode.SCENE, scene.namespace())
        .delete();
  }
}
