package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Others who write the same workloads: nothing is forced on them, and nothing is lost unsaid. */
class OtherActorsIT extends SharedScene {

  /** Measured before it was built on: a leaf of ours keeps the container in their list. */
  @Test
  void aRenameByServerSideApplyNeedsThePolicyToLetGoFirst() {
    scene.apply(Manifests.deployment(scene, "rename", 2), "gitops");
    scene.apply(Manifests.policy("rename", "/data/**"));
    String first = scene.awaitVerified("rename").getStatus().updateRevision;
    String renamed =
        Manifests.deployment(scene, "rename", 2).replace("{name: app, image", "{name: web, image");

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> scene.apply(renamed, "gitops"))
        .satisfies(e -> {
          assertThat(e.getCode()).isEqualTo(422);
          assertThat(e.getMessage()).contains("image: Required value");
        });
    assertCondition(scene.policy("rename"), "Ready", "True", "Verified");

    // The way out: the policy names the container as it will be called, then the workload does.
    scene.apply(Manifests.policy("rename", "/data/**").replace("{name: app,", "{name: web,"));
    scene.await(
        "rename",
        "the leaf is taken out of container app",
        policy -> {
          assertCondition(policy, "Ready", "True", "Verified");
          assertThat(policy.getStatus().updateRevision).isNotEqualTo(first);
          assertThat(assertCondition(policy, "Compiled", "True", "Compiled"))
              .contains("Deployment/rename has no container web, which spec.containers names");
        });
    scene.apply(renamed, "gitops");

    Await.until(
        "container web has its own profile",
        Scene.SOON,
        () ->
            assertThat(scene.pods("rename"))
                .hasSize(2)
                .allSatisfy(pod ->
                    assertThat(PodFields.containerProfile(pod, "web").orElse("none"))
                        .startsWith("palisade." + scene.namespace() + ".rename.web.")));
    SecurityPolicy policy = scene.awaitVerified("rename");
    assertThat(assertCondition(policy, "Compiled", "True", "Compiled")).doesNotContain("container");
    assertCondition(policy, "Degraded", "False", "AsExpected");
  }

  @Test
  void aRenameUnderAPolicyOfThePodLevelGoesThrough() {
    scene.apply(Manifests.deployment(scene, "podlevel", 2), "gitops");
    scene.apply(Manifests.podLevelPolicy("podlevel", "/data/**"));
    String revision = scene.awaitVerified("podlevel").getStatus().updateRevision;

    scene.apply(
        Manifests.deployment(scene, "podlevel", 2)
            .replace("{name: app, image", "{name: web, image"),
        "gitops");

    Await.until(
        "renamed and governed",
        Scene.SOON,
        () ->
            assertThat(scene.pods("podlevel"))
                .hasSize(2)
                .allSatisfy(pod -> {
                  assertThat(pod.getSpec().getContainers().getFirst().getName()).isEqualTo("web");
                  assertThat(PodFields.revision(pod)).isEqualTo(revision);
                }));
    assertCondition(scene.awaitVerified("podlevel"), "Degraded", "False", "AsExpected");
  }

  @Test
  void aRenameByAnUpdateIsSaidToLeaveTheContainerToThePodLevel() {
    scene.apply(Manifests.deployment(scene, "updated", 1));
    scene.apply(Manifests.policy("updated", "/data/**"));
    scene.awaitVerified("updated");

    scene.edit(
        "updated",
        d -> {
          var container = d.getSpec().getTemplate().getSpec().getContainers().getFirst();
          container.setName("web");
          container.setSecurityContext(null);
        });

    scene.await(
        "updated",
        "said",
        policy -> {
          assertCondition(policy, "Ready", "True", "Verified");
          assertThat(assertCondition(policy, "Compiled", "True", "Compiled"))
              .contains("Deployment/updated has no container app, which spec.containers names");
        });
  }

  @Test
  void whatAnotherTakesByForceIsLeftToItAndSaid() {
    scene.apply(Manifests.deployment(scene, "forced", 1));
    scene.apply(Manifests.policy("forced", "/data/**"));
    SecurityPolicy policy = scene.awaitVerified("forced");
    assertThatExceptionOfType(KubernetesClientException.class)
        .as("without our localhostProfile, which it cannot take out")
        .isThrownBy(() -> scene.apply(taking("{type: RuntimeDefault}"), "hardening"))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(422));

    scene.apply(taking("{type: Localhost, localhostProfile: team-own}"), "hardening");

    scene.await(
        "forced",
        "degraded",
        p ->
            assertThat(assertCondition(p, "Degraded", "True", "Weakened"))
                .contains(
                    "Weakened: "
                        + scene.namespace()
                        + "/Deployment/forced has less than "
                        + policy.getStatus().stableRevision)
                .contains("Localhost team-own, owned by hardening: it opts out"));
    long generation = scene.deployment("forced").getMetadata().getGeneration();
    Await.stays(
        "no fight",
        Duration.ofSeconds(4),
        () ->
            assertThat(scene.deployment("forced").getMetadata().getGeneration())
                .isEqualTo(generation));

    // Without the profile's name alone the type that is ours as well would be invalid.
    scene.apply(taking("{type: RuntimeDefault}"), "hardening");
    scene.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: forced}
        """,
        "hardening");

    assertCondition(scene.awaitVerified("forced"), "Degraded", "False", "AsExpected");
    assertThat(PodFields.podProfile(scene.pods("forced").getFirst()).orElseThrow())
        .startsWith("palisade.");
  }

  private static String taking(String profile) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: forced}
    spec: {template: {spec: {securityContext: {appArmorProfile: %s}}}}
    """
        .formatted(profile);
  }

  @Test
  void aWorkloadRelabelledIntoAnotherPolicyIsTakenOverInOneGatedApply() {
    for (String team : List.of("old-team", "new-team")) {
      scene.apply(
          Manifests.policy(team, "/" + team + "/**", "{deletionPolicy: Release}")
              .replace("matchLabels: {app: " + team + "}", "matchLabels: {team: " + team + "}"));
    }
    scene.apply(
        Manifests.deployment(scene, "moving", 2)
            .replace("tier: web}", "tier: web, team: old-team}"));
    String before = scene.awaitVerified("old-team").getStatus().updateRevision;
    try (History<Deployment> versions = History.of(scene.deployments("moving"));
        History<NodeSecurityState> reports =
            History.of(scene.client().resources(NodeSecurityState.class))) {
      scene.edit(
          "moving",
          d -> d.getSpec().getTemplate().getMetadata().getLabels().put("team", "new-team"));

      String after =
          scene
              .await(
                  "new-team",
                  "has it",
                  policy -> assertCondition(policy, "Ready", "True", "Verified"))
              .getStatus()
              .updateRevision;

      assertThat(Live.templateRevisions(versions.all()))
          .as("in one apply: never without a revision")
          .containsExactly(before, after);
      long applied =
          versions.all().stream()
              .filter(d -> after.equals(Live.templateRevision(d)))
              .mapToLong(OtherActorsIT::version)
              .min()
              .orElseThrow();
      String profile = PodFields.podProfile(scene.pods("moving").getFirst()).orElseThrow();
      for (String node : scene.nodes()) {
        assertThat(
                reports.all().stream()
                    .filter(r -> r.getMetadata().getName().equals(node))
                    .filter(
                        r -> r.getStatus().profiles.stream().anyMatch(p -> p.name.equals(profile)))
                    .mapToLong(OtherActorsIT::version)
                    .min()
                    .orElse(Long.MAX_VALUE))
            .as("node %s had verified it before the apply", node)
            .isLessThan(applied);
      }
    }
    scene.await(
        "old-team",
        "has nothing left",
        policy -> {
          assertCondition(policy, "Ready", "True", "NoMatchingWorkloads");
          assertThat(policy.getStatus().workloads).isNullOrEmpty();
        });
    assertThat(Live.fieldsOf(scene.deployment("moving"), Palisade.FIELD_MANAGER))
        .contains("appArmorProfile");
  }

  /** Of one API server: these count all its writes. */
  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
