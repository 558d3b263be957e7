package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From an applied policy to proven pods, and what is left as it is. */
class AssignmentIT extends SharedScene {
  @Test
  void everyPodIsMovedToTheRevisionAndProven() {
    scene.apply(Manifests.deployment(scene, "moved", 3));
    scene.apply(Manifests.policy("moved", "/data/**"));

    SecurityPolicy policy = scene.awaitVerified("moved");

    assertCondition(policy, "Compiled", "True", "Compiled");
    assertCondition(policy, "Loaded", "True", "Loaded");
    assertCondition(policy, "Progressing", "False", "Complete");
    assertCondition(policy, "Degraded", "False", "AsExpected");
    String revision = policy.getStatus().updateRevision;
    assertThat(policy.getStatus().stableRevision).isEqualTo(revision);
    assertThat(policy.getStatus().podCounts.enforced).isEqualTo(3);
    assertThat(policy.getStatus().podCounts.unenforced).isZero();
    assertThat(scene.pods("moved"))
        .hasSize(3)
        .allSatisfy(pod -> {
          assertThat(PodFields.revision(pod)).isEqualTo(revision);
          assertThat(PodFields.podProfile(pod).orElseThrow())
              .startsWith("palisade." + scene.namespace() + ".moved._default.");
          assertThat(PodFields.containerProfile(pod, "app").orElseThrow())
              .startsWith("palisade." + scene.namespace() + ".moved.app.");
          assertThat(PodFields.containerProfile(pod, "sidecar")).isEmpty();
        });
  }

  @Test
  void aPolicyThatMatchesNothingIsCompiledLoadedAndReady() {
    scene.apply(Manifests.policy("nothing", "/data/**"));

    scene.await(
        "nothing",
        "ready without workloads",
        policy -> {
          assertCondition(policy, "Compiled", "True", "Compiled");
          assertCondition(policy, "Ready", "True", "NoMatchingWorkloads");
          assertThat(policy.getStatus().workloadCounts.matching).isZero();
        });
  }

  @Test
  void aWorkloadCreatedAfterThePolicyRollsASecondTime() {
    scene.apply(Manifests.policy("later", "/data/**"));
    scene.await(
        "later", "compiled", policy -> assertCondition(policy, "Compiled", "True", "Compiled"));
    try (History<SecurityPolicy> history = History.of(scene.policies("later"))) {
      scene.apply(
          Manifests.deployment(scene, "later", 2, Map.of("test.palisade.dev/ready-after", "2s")));

      scene.awaitVerified("later");

      assertThat(scene.replicaSets("later")).as("one without the policy, one with it").hasSize(2);
      assertThat(history.all())
          .as("pods without the policy are counted")
          .anySatisfy(policy -> assertThat(policy.getStatus().podCounts.unenforced).isEqualTo(2));
      Await.until(
          "an Event about the pods that run without the policy",
          Scene.SOON,
          () ->
              assertThat(scene.events("later"))
                  .anySatisfy(text ->
                      assertThat(text)
                          .startsWith("Normal NotYet: Ready=False: ")
                          .contains("Deployment/later")));
    }
  }

  @Test
  void theSameManifestTwiceWritesNothing() {
    scene.apply(Manifests.deployment(scene, "twice", 2));
    scene.apply(Manifests.policy("twice", "/data/**"));
    scene.awaitVerified("twice");
    SecurityPolicy before = scene.quiet("twice");
    long generation = scene.deployment("twice").getMetadata().getGeneration();

    scene.apply(Manifests.policy("twice", "/data/**"));
    scene.apply(Manifests.deployment(scene, "twice", 2));

    Await.stays(
        "nothing written",
        Duration.ofSeconds(4),
        () -> {
          assertThat(scene.policy("twice").getMetadata().getResourceVersion())
              .isEqualTo(before.getMetadata().getResourceVersion());
          assertThat(scene.deployment("twice").getMetadata().getGeneration()).isEqualTo(generation);
          assertThat(scene.revisions("twice")).hasSize(1);
        });
  }

  @Test
  void replicasAreNeverWritten() {
    scene.apply(Manifests.deployment(scene, "scaled", 1));
    scene.apply(Manifests.policy("scaled", "/data/**"));
    scene.awaitVerified("scaled");

    scene.client().apps().deployments().inNamespace(scene.namespace()).withName("scaled").scale(3);

    scene.await(
        "scaled",
        "three pods proven",
        policy -> {
          assertThat(policy.getStatus().podCounts.enforced).isEqualTo(3);
          assertCondition(policy, "Ready", "True", "Verified");
        });
    assertThat(Live.fieldsOf(scene.deployment("scaled"), Palisade.FIELD_MANAGER))
        .doesNotContain("f:replicas");
  }

  @Test
  void aProcessWithoutItsProfileIsUnenforced() {
    try (Scene own = Scene.open(scene.client(), 1)) {
      own.startOperator();
      own.apply(Manifests.deployment(own, "drift", 1));
      own.apply(Manifests.policy("drift", "/data/**"));
      own.awaitVerified("drift");
      long generation = own.deployment("drift").getMetadata().getGeneration();

      own.helpers().pretendAll(StubNode.Pretence::withUnenforced);

      own.await(
          "drift",
          "degraded",
          policy -> {
            String message = assertCondition(policy, "Degraded", "True", "Unenforced");
            Pod pod = own.pods("drift").getFirst();
            assertThat(message)
                .contains("pod " + pod.getMetadata().getName())
                .contains("process 1 of container app is unconfined");
            assertThat(policy.getStatus().podCounts.unenforced).isEqualTo(1);
          });
      Deployment deployment = own.deployment("drift");
      assertThat(deployment.getMetadata().getGeneration())
          .as("onDrift: Report replaces nothing")
          .isEqualTo(generation);
    }
  }

  @Test
  void selectorsMayHaveExpressions() {
    for (String name : List.of("expressed", "excluded")) {
      scene.apply(Manifests.deployment(scene, name, 1).replace("tier: web", "tier: expressions"));
    }
    scene.apply(
        Manifests.policy("expressed", "/data/**")
            .replace(
                "matchLabels: {app: expressed}",
                "matchLabels: {tier: expressions},"
                    + " matchExpressions: [{key: app, operator: NotIn, values: [excluded]}]"));

    SecurityPolicy policy = scene.awaitVerified("expressed");

    assertThat(policy.getStatus().workloadCounts.matching).isEqualTo(1);
    assertThat(Live.templateRevision(scene.deployment("expressed")))
        .isEqualTo(policy.getStatus().updateRevision);
    assertThat(Live.templateRevision(scene.deployment("excluded"))).isNull();
  }

  @Test
  void complainWritesNoCapabilities() {
    scene.apply(Manifests.deployment(scene, "complain", 1));
    scene.apply(
        Manifests.policy("complain", "/data/**", "{}")
            .replace("mode: Enforce", "mode: Complain")
            .replace("files:", "capabilities: {drop: [NET_RAW]}, files:"));
    scene.awaitVerified("complain");

    assertThat(PodFields.droppedCapabilities(scene.pods("complain").getFirst(), "app")).isEmpty();
  }

  @Test
  void enforceWritesTheCapabilitiesOfAListedContainer() {
    scene.apply(Manifests.deployment(scene, "capabilities", 1));
    scene.apply(
        Manifests.policy("capabilities", "/data/**", "{}")
            .replace("files:", "capabilities: {drop: [CAP_NET_RAW]}, files:"));
    scene.awaitVerified("capabilities");

    assertThat(PodFields.droppedCapabilities(scene.pods("capabilities").getFirst(), "app"))
        .isEqualTo(List.of("NET_RAW"));
  }
}
