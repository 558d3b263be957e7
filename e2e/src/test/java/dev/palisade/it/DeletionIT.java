package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * I6: deleting a policy, or losing the operator, changes nothing about running pods unless Release
 * asks for it.
 */
class DeletionIT extends SharedScene {
  @Test
  void deletedMidWayItLeavesTheRollToTheDeployment() {
    scene.apply(
        Manifests.deployment(scene, "gone", 4, Map.of("test.palisade.dev/ready-after", "2s")));
    scene.apply(Manifests.policy("gone", "/data/**"));
    SecurityPolicy policy =
        scene.await(
            "gone",
            "rolling",
            p -> {
              assertCondition(p, "Progressing", "True", "Rolling");
              assertThat(Live.templateRevision(scene.deployment("gone"))).isNotNull();
            });
    String revision = policy.getStatus().updateRevision;
    long generation = scene.deployment("gone").getMetadata().getGeneration();

    scene.client().resource(policy).delete();

    Await.until(
        "all pods under the revision",
        Scene.SOON,
        () ->
            assertThat(scene.pods("gone"))
                .hasSize(4)
                .allSatisfy(pod -> assertThat(PodFields.revision(pod)).isEqualTo(revision))
                .allSatisfy(Live::assertReady));
    Await.stays(
        "nothing changes",
        Duration.ofSeconds(5),
        () -> {
          assertThat(scene.policy("gone")).isNull();
          assertThat(scene.deployment("gone").getMetadata().getGeneration()).isEqualTo(generation);
          assertThat(scene.revisions("gone"))
              .as("the revision that the pods need")
              .extracting(r -> r.getMetadata().getName())
              .contains(revision);
        });
  }

  @Test
  void releaseGivesTheFieldsBackBeforeThePolicyGoes() {
    scene.apply(Manifests.deployment(scene, "release", 2));
    scene.apply(Manifests.policy("release", "/data/**", "{deletionPolicy: Release}"));
    SecurityPolicy policy = scene.awaitVerified("release");
    assertThat(policy.getMetadata().getFinalizers()).containsExactly(Palisade.RELEASE_FINALIZER);

    scene.client().resource(policy).delete();

    Await.until(
        "fields given back, policy gone",
        Scene.SOON,
        () -> {
          assertThat(Live.templateRevision(scene.deployment("release"))).isNull();
          assertThat(scene.policy("release")).isNull();
        });
    Deployment deployment = scene.deployment("release");
    assertThat(Live.fieldsOf(deployment, Palisade.FIELD_MANAGER)).doesNotContain("appArmorProfile");
    Await.until(
        "pods without the revision",
        Scene.SOON,
        () ->
            assertThat(scene.pods("release"))
                .hasSize(2)
                .allSatisfy(pod -> assertThat(PodFields.revision(pod)).isNull()));
  }

  @Test
  void retainLeavesNoFinalizer() {
    scene.apply(Manifests.policy("retain", "/data/**", "{deletionPolicy: Retain}"));
    SecurityPolicy policy =
        scene.await("retain", "compiled", p -> assertCondition(p, "Compiled", "True", "Compiled"));
    assertThat(policy.getMetadata().getFinalizers()).isNullOrEmpty();
  }

  @Test
  void aWorkloadNoLongerMatchedKeepsItsFieldsUnderRetain() {
    scene.apply(Manifests.deployment(scene, "left", 1));
    scene.apply(Manifests.policy("left", "/data/**"));
    String revision = scene.awaitVerified("left").getStatus().updateRevision;
    long generation = scene.deployment("left").getMetadata().getGeneration();

    scene.apply(
        Manifests.policy("left", "/data/**")
            .replace("matchLabels: {app: left}", "matchLabels: {app: other}"));

    scene.await(
        "left",
        "matches nothing",
        policy -> assertCondition(policy, "Ready", "True", "NoMatchingWorkloads"));
    assertThat(scene.deployment("left").getMetadata().getGeneration()).isEqualTo(generation);
    assertThat(Live.templateRevision(scene.deployment("left"))).isEqualTo(revision);
  }

  @Test
  void whatNothingNamesGoesAfterItsPolicy() {
    scene.apply(Manifests.policy("unnamed", "/data/**"));
    SecurityPolicy policy =
        scene.await("unnamed", "compiled", p -> assertCondition(p, "Compiled", "True", "Compiled"));
    assertThat(scene.revisions("unnamed")).hasSize(1);
    assertThat(scene.blobs("unnamed")).isNotEmpty();

    scene.client().resource(policy).delete();

    Await.until(
        "revision and blobs are deleted",
        Scene.SOON,
        () -> {
          assertThat(scene.revisions("unnamed")).isEmpty();
          assertThat(scene.blobs("unnamed")).isEmpty();
        });
  }

  @Test
  void aPolicyMadeAnewHasItsOwnRevisionAndTheBlobsStay() {
    scene.apply(Manifests.deployment(scene, "anew", 1));
    scene.apply(Manifests.policy("anew", "/data/**"));
    SecurityPolicy first = scene.awaitVerified("anew");
    Set<String> blobs = names(scene.blobs("anew"));
    scene.client().resource(first).delete();
    Await.until("policy gone", Scene.SOON, () -> assertThat(scene.policy("anew")).isNull());

    scene.apply(Manifests.policy("anew", "/data/**"));

    String revision = scene.awaitVerified("anew").getStatus().updateRevision;
    assertThat(revision).isNotEqualTo(first.getStatus().updateRevision);
    Await.until(
        "pods of the new revision alone",
        Scene.SOON,
        () ->
            assertThat(scene.pods("anew"))
                .singleElement()
                .satisfies(pod -> assertThat(PodFields.revision(pod)).isEqualTo(revision)));
    assertThat(names(scene.blobs("anew"))).isEqualTo(blobs);
  }

  @Test
  void whatTheNewPolicySharesWithTheOldStays() {
    scene.apply(Manifests.policy("twice", "/data/**"));
    SecurityPolicy first =
        scene.await("twice", "compiled", p -> assertCondition(p, "Compiled", "True", "Compiled"));
    Set<String> blobs = names(scene.blobs("twice"));
    scene.client().resource(first).delete();
    scene.apply(Manifests.policy("twice", "/data/**"));

    Await.until(
        "the old revision goes",
        Scene.SOON,
        () ->
            assertThat(names(scene.revisions("twice")))
                .isNotEmpty()
                .doesNotContain(first.getStatus().updateRevision));
    assertThat(names(scene.blobs("twice"))).isEqualTo(blobs);
  }

  private static Set<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(o -> o.getMetadata().getName()).collect(Collectors.toSet());
  }
}
