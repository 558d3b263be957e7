package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.WorkloadStatus;
import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code kubectl rollout} and scaling, during a roll and after it. */
class KubectlRolloutIT extends SharedScene {
  private static final Map<String, String> SLOW = Map.of("test.palisade.dev/ready-after", "2s");
  private static final String SHORT = "{rollout: {progressDeadlineSeconds: 15}}";
  private static final Duration LONG = Duration.ofMinutes(2);

  @Test
  void aRestartDuringTheRollIsNoFailure(Bed bed) {
    String before = stable("restarted", 3);
    scene.apply(Manifests.policy("restarted", "/v2/**"));
    String after = rolling("restarted", before);

    rollout(bed, "restart", "restarted");

    verified("restarted", after);
    assertUndisturbed("restarted");
    assertThat(scene.pods("restarted"))
        .allSatisfy(pod ->
            assertThat(pod.getMetadata().getAnnotations())
                .containsKey("kubectl.kubernetes.io/restartedAt"));

    rollout(bed, "restart", "restarted");
    Await.until(
        "its ReplicaSet beside those of no policy, the first revision, the second and its restart",
        Scene.SOON,
        () -> assertThat(scene.replicaSets("restarted")).hasSize(5));
    verified("restarted", after);
    assertUndisturbed("restarted");
  }

  @Test
  void aPauseStopsTheDeadlineUntilResume(Bed bed) {
    String before = stable("paused", 3);
    scene.apply(Manifests.policy("paused", "/v2/**", SHORT));
    String after = rolling("paused", before);

    rollout(bed, "pause", "paused");

    scene.await(
        "paused",
        "its clock stands",
        policy ->
            assertThat(assertCondition(policy, "Progressing", "True", "Rolling"))
                .contains("the deadline does not run: ", "Deployment/paused is paused"));
    Await.stays(
        "no rollback beyond the deadline",
        Duration.ofSeconds(20),
        () -> {
          assertThat(scene.policy("paused").getStatus().failedRevisions).isNullOrEmpty();
          assertThat(Live.templateRevision(scene.deployment("paused"))).isEqualTo(after);
        });
    rollout(bed, "resume", "paused");
    verified("paused", after);
    assertUndisturbed("paused");
  }

  @Test
  void aPausedWorkloadIsWaitedForBeforeTheApply(Bed bed) {
    String before = stable("asleep", 1);
    rollout(bed, "pause", "asleep");

    scene.apply(Manifests.policy("asleep", "/v2/**"));

    scene.await(
        "asleep",
        "waits",
        policy ->
            assertThat(assertCondition(policy, "Progressing", "False", "Waiting"))
                .contains("Deployment/asleep is paused"));
    assertThat(Live.templateRevision(scene.deployment("asleep"))).isEqualTo(before);
    rollout(bed, "resume", "asleep");
    verified("asleep", scene.policy("asleep").getStatus().updateRevision);
  }

  @Test
  void anUndoToAnEarlierRevisionHoldsUntilItsPodsAreThereAndThenOursIsAppliedAgain(Bed bed) {
    String before = stable("undone", 2);
    scene.apply(Manifests.policy("undone", "/v2/**"));
    String after = rolling("undone", before);
    verified("undone", after);
    try (History<Deployment> versions = History.of(scene.deployments("undone"))) {
      rollout(bed, "undo", "undone");

      Await.until(
          "undone and applied again",
          Scene.SOON,
          () ->
              assertThat(Live.templateRevisions(versions.all()))
                  .containsExactly(after, before, after));
      assertThat(versions.all())
          .as("pods of the undone revision became available first")
          .anySatisfy(d -> {
            assertThat(Live.templateRevision(d)).isEqualTo(before);
            assertThat(d.getStatus().getObservedGeneration())
                .isEqualTo(d.getMetadata().getGeneration());
            assertThat(d.getStatus().getUpdatedReplicas()).isEqualTo(2);
            assertThat(d.getStatus().getAvailableReplicas()).isEqualTo(2);
          });
      verified("undone", after);
    }

    rollout(bed, "undo", "undone");

    scene.await(
        "undone",
        "left alone the second time",
        policy ->
            assertThat(assertCondition(policy, "Degraded", "True", "Reverted"))
                .contains("Deployment/undone: kubectl")
                .contains("has undone revision " + after));
    Await.stays(
        "no fight",
        Duration.ofSeconds(4),
        () -> assertThat(Live.templateRevision(scene.deployment("undone"))).isEqualTo(before));
  }

  @Test
  void anUndoToBeforeThePolicyInTheMiddleOfTheFirstRollIsTakenUpAgain(Bed bed) {
    scene.apply(Manifests.deployment(scene, "first", 3, SLOW));
    Await.until(
        "running without a policy",
        Scene.SOON,
        () -> assertThat(scene.pods("first")).hasSize(3).allSatisfy(Live::assertReady));
    scene.apply(Manifests.policy("first", "/v1/**"));
    String revision = rolling("first", null);

    rollout(bed, "undo", "first");

    Await.until(
        "our fields are gone",
        Scene.SOON,
        () -> assertThat(Live.templateRevision(scene.deployment("first"))).isNull());
    verified("first", revision);
    assertThat(scene.policy("first").getStatus().failedRevisions).isNullOrEmpty();
    assertThat(workload("first").orElseThrow().reverts).isEqualTo(1);
  }

  /** What a HorizontalPodAutoscaler does: it writes subresource scale, and nothing else. */
  @Test
  void scalingDuringTheRollNeitherMovesTheDeadlineNorCountsAsFailure() {
    String before = stable("scaled", 3);
    try (History<SecurityPolicy> policies = History.of(scene.policies("scaled"))) {
      scene.apply(Manifests.policy("scaled", "/v2/**"));
      String after = rolling("scaled", before);
      WorkloadStatus start = workload("scaled").orElseThrow();

      scale("scaled", 10);
      Await.until(
          "pods of the scale-up",
          Scene.SOON,
          () -> assertThat(scene.pods("scaled")).hasSizeGreaterThan(5));
      WorkloadStatus up = workload("scaled").orElseThrow();
      assertThat(up.startedAt).isEqualTo(start.startedAt);
      assertThat(up.deadlineAt).isEqualTo(start.deadlineAt);
      scale("scaled", 2);

      verified("scaled", after);
      Await.until(
          "two pods proven",
          Scene.SOON,
          () -> assertThat(scene.policy("scaled").getStatus().podCounts.enforced).isEqualTo(2));
      assertUndisturbed("scaled");
      assertThat(
              policies.all().stream()
                  .flatMap(p -> Optional.ofNullable(p.getStatus()).stream())
                  .flatMap(s -> Optional.ofNullable(s.workloads).stream())
                  .flatMap(List::stream)
                  .filter(w -> after.equals(w.revision) && w.startedAt != null)
                  .map(w -> w.startedAt)
                  .distinct())
          .as("starts of the deadline")
          .containsExactly(start.startedAt);
    }
    Deployment deployment = scene.deployment("scaled");
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
    assertThat(Live.fieldsOf(deployment, Palisade.FIELD_MANAGER)).doesNotContain("f:replicas");
    assertThat(deployment.getMetadata().getManagedFields())
        .as("scaled by the subresource, as by an autoscaler")
        .anySatisfy(entry -> assertThat(entry.getSubresource()).isEqualTo("scale"));
  }

  private void scale(String name, int replicas) {
    scene
        .client()
        .apps()
        .deployments()
        .inNamespace(scene.namespace())
        .withName(name)
        .scale(replicas);
  }

  private void rollout(Bed bed, String verb, String deployment) {
    bed.run("kubectl", "-n", scene.namespace(), "rollout", verb, "deployment/" + deployment);
  }

  private String stable(String name, int replicas) {
    scene.apply(Manifests.deployment(scene, name, replicas, SLOW));
    scene.apply(Manifests.policy(name, "/v1/**"));
    return scene
        .await(name, "verified", LONG, p -> assertCondition(p, "Ready", "True", "Verified"))
        .getStatus()
        .updateRevision;
  }

  private String rolling(String name, String before) {
    scene.await(
        name,
        "rolling",
        policy -> {
          assertCondition(policy, "Progressing", "True", "Rolling");
          assertThat(policy.getStatus().updateRevision).isNotEqualTo(before);
          assertThat(Live.templateRevision(scene.deployment(name)))
              .isEqualTo(policy.getStatus().updateRevision);
        });
    return Live.templateRevision(scene.deployment(name));
  }

  private void verified(String name, String revision) {
    scene.await(
        name,
        "verified with " + revision,
        LONG,
        policy -> {
          assertCondition(policy, "Ready", "True", "Verified");
          assertThat(policy.getStatus().updateRevision).isEqualTo(revision);
          assertThat(Live.templateRevision(scene.deployment(name))).isEqualTo(revision);
        });
  }

  /** Nothing failed, nobody is said to have undone anything. */
  private void assertUndisturbed(String name) {
    SecurityPolicy policy = scene.policy(name);
    assertCondition(policy, "Degraded", "False", "AsExpected");
    assertThat(policy.getStatus().failedRevisions).isNullOrEmpty();
    assertThat(policy.getStatus().workloads).isNullOrEmpty();
  }

  private Optional<WorkloadStatus> workload(String name) {
    return Optional.ofNullable(scene.policy(name).getStatus().workloads).stream()
        .flatMap(List::stream)
        .findFirst();
  }
}
