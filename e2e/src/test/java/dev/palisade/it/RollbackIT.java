package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Going back by itself: once, with the message that matters, and never at the cost of the last old
 * pod.
 */
class RollbackIT extends SharedScene {
  private static final String SHORT = "{rollout: {progressDeadlineSeconds: 15}}";
  private static final Duration LONG = Duration.ofSeconds(150);

  @Test
  void backToTheRevisionBeforeOnceAndWithTheReason() {
    Revisions revisions = stableThenCrashing("back");
    try (History<Deployment> history = History.of(scene.deployments("back"))) {
      scene.apply(Manifests.policy("back", "/v2/**", SHORT));

      SecurityPolicy policy =
          scene.await(
              "back",
              "rolled back",
              LONG,
              p -> {
                assertCondition(p, "Degraded", "True", "RolledBack");
                assertCondition(p, "Progressing", "False", "Complete");
              });

      assertThat(assertCondition(policy, "Degraded", "True", "RolledBack"))
          .contains(revisions.second())
          .contains("container app: CrashLoopBackOff exit code 1: cannot write /v2/journal");
      assertThat(policy.getStatus().failedRevisions)
          .singleElement()
          .satisfies(failed -> {
            assertThat(failed.revision).isEqualTo(revisions.second());
            assertThat(failed.message).contains("cannot write /v2/journal");
          });
      assertThat(policy.getStatus().stableRevision).isEqualTo(revisions.first());
      assertThat(Live.templateRevision(scene.deployment("back"))).isEqualTo(revisions.first());
      long generation = scene.deployment("back").getMetadata().getGeneration();
      Await.stays(
          "not rolled again",
          Duration.ofSeconds(5),
          () ->
              assertThat(scene.deployment("back").getMetadata().getGeneration())
                  .isEqualTo(generation));
      assertThat(history.all())
          .as("available pods, of 3")
          .allSatisfy(
              d -> assertThat(d.getStatus().getAvailableReplicas()).isGreaterThanOrEqualTo(2));
      assertThat(Live.templateRevisions(history.all()))
          .containsExactly(revisions.first(), revisions.second(), revisions.first());
    }
  }

  @Test
  void withNoneBeforeTheFieldsAreGivenBackAndRetryTriesAgain() {
    scene.apply(
        Manifests.deployment(scene, "none", 3, Map.of("test.palisade.dev/crash-governed", "true")));
    scene.apply(Manifests.policy("none", "/data/**", SHORT));

    scene.await(
        "none",
        "rolled back",
        LONG,
        policy -> {
          assertCondition(policy, "Degraded", "True", "RolledBack");
          assertCondition(policy, "Progressing", "False", "Complete");
        });
    Deployment deployment = scene.deployment("none");
    assertThat(Live.templateRevision(deployment)).isNull();
    assertThat(
            deployment.getSpec().getTemplate().getSpec().getSecurityContext().getAppArmorProfile())
        .isNull();
    assertThat(deployment.getSpec().getTemplate().getSpec().getContainers())
        .allSatisfy(container ->
            assertThat(
                    container.getSecurityContext() == null
                        || container.getSecurityContext().getAppArmorProfile() == null)
                .isTrue());
    assertThat(scene.pods("none")).allSatisfy(Live::assertReady);

    scene.apply(Manifests.deployment(scene, "none", 3));
    Await.until(
        "the cause is gone",
        Scene.SOON,
        () -> assertThat(scene.deployment("none").getStatus().getUpdatedReplicas()).isEqualTo(3));
    scene.apply(Commands.retry("none-again", "none"));

    scene.awaitVerified("none");
    Commands.awaitPhase(scene, "none-again", "Done");
    assertThat(scene.policy("none").getStatus().failedRevisions).isNullOrEmpty();
  }

  @Test
  void anImageChangedByOthersMeanwhileStays() {
    Revisions revisions = stableThenCrashing("image");
    scene.apply(Manifests.policy("image", "/v2/**", SHORT));
    scene.await(
        "image", "rolling", policy -> assertCondition(policy, "Progressing", "True", "Rolling"));

    scene.edit(
        "image",
        deployment ->
            deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .setImage("example.com/app:2"));

    scene.await(
        "image",
        "rolled back",
        LONG,
        policy -> {
          assertCondition(policy, "Degraded", "True", "RolledBack");
          assertCondition(policy, "Progressing", "False", "Complete");
        });
    Deployment deployment = scene.deployment("image");
    assertThat(Live.templateRevision(deployment)).isEqualTo(revisions.first());
    assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("example.com/app:2");
  }

  @Test
  void undoneTwiceItIsLeftAloneAndTheManagerNamed() {
    scene.apply(Manifests.deployment(scene, "undone", 1));
    scene.apply(Manifests.policy("undone", "/data/**"));
    scene.awaitVerified("undone");

    wipe("undone");
    Await.until(
        "applied again",
        Scene.SOON,
        () -> assertThat(Live.templateRevision(scene.deployment("undone"))).isNotNull());
    scene.awaitVerified("undone");
    wipe("undone");

    scene.await(
        "undone",
        "left alone",
        policy ->
            assertThat(assertCondition(policy, "Degraded", "True", "Reverted"))
                .contains("Deployment/undone: gitops has undone revision")
                .contains("Weakened"));
    Await.stays(
        "no fight",
        Duration.ofSeconds(4),
        () -> assertThat(Live.templateRevision(scene.deployment("undone"))).isNull());
  }

  private record Revisions(String first, String second) {}

  /** A Deployment that runs under the first revision and whose pods crash under the second. */
  private Revisions stableThenCrashing(String name) {
    scene.apply(Manifests.policy(name, "/v2/**"));
    String second = revision(name, null);
    scene.apply(Manifests.policy(name, "/v1/**"));
    String first = revision(name, second);
    scene.apply(
        Manifests.deployment(
            scene,
            name,
            3,
            Map.of(
                "test.palisade.dev/crash-revisions",
                second,
                "test.palisade.dev/crash-message",
                "cannot write /v2/journal")));
    scene.awaitVerified(name);
    return new Revisions(first, second);
  }

  private String revision(String policy, String not) {
    return scene
        .await(
            policy,
            "compiled",
            p -> {
              assertCondition(p, "Compiled", "True", "Compiled");
              assertThat(p.getStatus().updateRevision).isNotNull().isNotEqualTo(not);
            })
        .getStatus()
        .updateRevision;
  }

  /** A PUT that takes our fields out, as a tool does that writes a new commit's file. */
  private void wipe(String name) {
    Deployment deployment = scene.deployment(name);
    deployment.getMetadata().setManagedFields(List.of());
    deployment.getMetadata().setResourceVersion(null);
    Map<String, String> annotations =
        deployment.getSpec().getTemplate().getMetadata().getAnnotations();
    annotations.remove(Palisade.REVISION);
    annotations.put("example.com/commit", UUID.randomUUID().toString());
    deployment.getSpec().getTemplate().getSpec().setSecurityContext(null);
    deployment
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .forEach(container -> container.setSecurityContext(null));
    scene
        .client()
        .raw(
            "/apis/apps/v1/namespaces/%s/deployments/%s?fieldManager=gitops"
                .formatted(scene.namespace(), name),
            "PUT",
            deployment);
  }
}
