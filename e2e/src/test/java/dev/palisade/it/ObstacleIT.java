package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What stops a rollout: a reason that names it, and nothing written to the workload (I4). */
class ObstacleIT extends SharedScene {
  @Test
  void aFieldOfAnotherManagerIsNotForced() {
    scene.apply(
        with("owned", "containers:", "securityContext: {appArmorProfile: {type: RuntimeDefault}}"),
        "platform-team");

    String message = degraded("owned", "FieldConflict");

    assertThat(message)
        .isEqualTo(
            scene.namespace()
                + "/Deployment/owned: spec.template.spec.securityContext.appArmorProfile is RuntimeDefault, owned by"
                + " platform-team: remove it there, or leave the workload out of podSelector");
  }

  @Test
  void aContainersFieldOfAnotherManagerIsNotForced() {
    scene.apply(
        Manifests.deployment(scene, "unconfined", 1)
            .replace(
                "{name: app,",
                "{name: app, securityContext: {appArmorProfile: {type: Unconfined}},"),
        "debugging");

    assertThat(degraded("unconfined", "FieldConflict"))
        .contains("is Unconfined, owned by debugging");
  }

  @Test
  void aForeignLocalhostProfileIsAnOptOut() {
    scene.apply(
        with(
            "foreign",
            "containers:",
            "securityContext: {appArmorProfile: {type: Localhost, localhostProfile: team-own}}"),
        "team");

    assertThat(degraded("foreign", "NotAssignable"))
        .contains("Deployment/foreign", "Localhost team-own, owned by team");
  }

  @Test
  void aPrivilegedContainerIsNotAssignable() {
    scene.apply(
        Manifests.deployment(scene, "privileged", 1)
            .replace("{name: app,", "{name: app, securityContext: {privileged: true},"));

    assertThat(degraded("privileged", "NotAssignable"))
        .contains("Deployment/privileged", "container app is privileged");
  }

  @Test
  void aStrategyThatLeavesNoPodNeedsTheOwnersWord() {
    scene.apply(with("recreate", "replicas:", "strategy: {type: Recreate}"));

    assertThat(degraded("recreate", "NotAssignable")).contains("palisade.dev/allow-downtime");

    scene.edit(
        "recreate",
        deployment ->
            deployment.getMetadata().getAnnotations().put(Palisade.ALLOW_DOWNTIME, "true"));
    scene.awaitVerified("recreate");
  }

  @Test
  void theSecondPolicyOfAWorkloadIsRefused() {
    scene.apply(Manifests.deployment(scene, "shared", 1));
    scene.apply(Manifests.policy("shared", "/data/**"));
    scene.awaitVerified("shared");
    long generation = scene.deployment("shared").getMetadata().getGeneration();

    scene.apply(
        Manifests.policy("another", "/data/**")
            .replace("matchLabels: {app: another}", "matchLabels: {app: shared}"));

    scene.await(
        "another",
        "refused",
        policy ->
            assertThat(assertCondition(policy, "Degraded", "True", "PolicyConflict"))
                .isEqualTo(
                    scene.namespace()
                        + "/Deployment/shared has policy shared; take it out of one podSelector"));
    assertThat(scene.deployment("shared").getMetadata().getGeneration()).isEqualTo(generation);
    assertCondition(scene.policy("shared"), "Ready", "True", "Verified");
  }

  /** Applies the policy, waits for the reason, and proves that the Deployment was left alone. */
  private String degraded(String name, String reason) {
    Await.until(
        "pod of " + name,
        Scene.SOON,
        () -> assertThat(scene.pods(name)).hasSize(1).allSatisfy(Live::assertReady));
    scene.apply(Manifests.policy(name, "/data/**"));
    scene.await(name, reason, policy -> assertCondition(policy, "Degraded", "True", reason));
    Await.stays(
        name + " left alone",
        Duration.ofSeconds(2),
        () -> {
          Deployment deployment = scene.deployment(name);
          assertThat(Live.fieldsOf(deployment, Palisade.FIELD_MANAGER)).isEmpty();
          assertThat(deployment.getMetadata().getGeneration()).isEqualTo(1);
        });
    assertThat(scene.policy(name).getStatus().workloadCounts.blocked).isEqualTo(1);
    return assertCondition(scene.policy(name), "Degraded", "True", reason);
  }

  /** A Deployment with a line before the one that begins so, at its depth. */
  private String with(String name, String before, String line) {
    return Manifests.deployment(scene, name, 1)
        .replaceFirst(
            "(?m)^( *)(" + before.strip() + ")", "$1" + line.replace("$", "\\$") + "\n$1$2");
  }
}
