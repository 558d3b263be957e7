package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rollouts in progress: superseded, taken back, limited, and what is kept of the old revisions. */
class RolloutIT extends SharedScene {
  private static final Map<String, String> SLOW = Map.of("test.palisade.dev/ready-after", "2s");

  @Test
  void aChangeDuringARolloutSupersedesIt() {
    String first = stable("super", "/v1/**");
    scene.apply(Manifests.policy("super", "/v2/**"));
    String second = rolling("super", first);

    scene.apply(Manifests.policy("super", "/v3/**"));

    SecurityPolicy policy =
        scene.await(
            "super",
            "third revision verified",
            Duration.ofMinutes(2),
            p -> {
              assertCondition(p, "Ready", "True", "Verified");
              assertThat(p.getStatus().updateRevision).isNotIn(first, second);
            });
    assertThat(policy.getStatus().failedRevisions).isNullOrEmpty();
    assertThat(scene.pods("super"))
        .allSatisfy(pod ->
            assertThat(PodFields.revision(pod)).isEqualTo(policy.getStatus().updateRevision));
  }

  @Test
  void abortTakesTheRolloutBack() {
    String first = stable("abort", "/v1/**");
    scene.apply(Manifests.policy("abort", "/v2/**"));
    String second = rolling("abort", first);

    scene.apply(Commands.abort("abort-it", "abort"));

    scene.await(
        "abort",
        "taken back",
        Duration.ofMinutes(2),
        policy -> {
          assertCondition(policy, "Degraded", "True", "RolledBack");
          assertCondition(policy, "Progressing", "False", "Complete");
          assertThat(policy.getStatus().failedRevisions)
              .singleElement()
              .satisfies(failed -> {
                assertThat(failed.revision).isEqualTo(second);
                assertThat(failed.reason).isEqualTo("Aborted");
              });
        });
    Commands.awaitPhase(scene, "abort-it", "Done");
    assertThat(Live.templateRevision(scene.deployment("abort"))).isEqualTo(first);
  }

  @Test
  void aCommandAboutNothingIsRefused() {
    scene.apply(Commands.retry("lost", "no-such-policy"));

    assertThat(Commands.awaitPhase(scene, "lost", "Refused")).contains("no-such-policy");
  }

  @Test
  void aReleasedWorkloadStaysReleasedUntilRetry() {
    String revision = stable("released", "/v1/**");

    scene.apply(Commands.release("release-it", "released"));

    Commands.awaitPhase(scene, "release-it", "Done");
    Await.until(
        "fields given back",
        Scene.SOON,
        () -> {
          assertThat(Live.templateRevision(scene.deployment("released"))).isNull();
          assertThat(scene.policy("released").getStatus().workloads)
              .singleElement()
              .satisfies(workload -> assertThat(workload.reason).isEqualTo("Released"));
        });
    Await.stays(
        "released",
        Duration.ofSeconds(3),
        () -> assertThat(Live.templateRevision(scene.deployment("released"))).isNull());

    scene.apply(Commands.retry("again", "released"));

    scene.awaitVerified("released");
    assertThat(Live.templateRevision(scene.deployment("released"))).isEqualTo(revision);
  }

  @Test
  void noMoreWorkloadsRollAtATimeThanAllowed() {
    try (History<Deployment> history =
        History.of(
            scene
                .client()
                .apps()
                .deployments()
                .inNamespace(scene.namespace())
                .withLabel("many", "true"))) {
      for (int i = 1; i <= 5; i++) {
        scene.apply(
            Manifests.deployment(scene, "many-" + i, 1, SLOW)
                .replace(
                    "metadata: {name: many-" + i + "}",
                    "metadata: {name: many-" + i + ", labels: {many: \"true\"}}")
                .replace("tier: web", "many: \"true\""));
      }
      scene.apply(
          Manifests.policy("many", "/data/**", "{rollout: {maxConcurrentWorkloads: 2}}")
              .replace("matchLabels: {app: many}", "matchLabels: {many: \"true\"}"));

      scene.await(
          "many",
          "five workloads verified",
          Duration.ofMinutes(3),
          policy -> {
            assertCondition(policy, "Ready", "True", "Verified");
            assertThat(policy.getStatus().workloadCounts.verified).isEqualTo(5);
          });

      assertThat(InFlight.most(history.all())).isEqualTo(2);
    }
  }

  @Test
  void revisionsBeyondTheHistoryAreCollectedWithTheirBlobs() {
    // No ReplicaSet is kept, so nothing but the history limit holds an old revision.
    scene.apply(
        Manifests.deployment(scene, "history", 1)
            .replace("  replicas:", "  revisionHistoryLimit: 0\n  replicas:"));
    scene.apply(Manifests.policy("history", "/v1/**", "{revisionHistoryLimit: 1}"));
    String first = scene.awaitVerified("history").getStatus().updateRevision;
    String second = next("history", "/v2/**", first);
    next("history", "/v3/**", second);

    Await.until(
        "the first revision is gone, the second kept for demand",
        Scene.SOON,
        () -> {
          assertThat(scene.revisions("history"))
              .extracting(revision -> revision.getMetadata().getName())
              .doesNotContain(first)
              .contains(second)
              .hasSize(2);
          assertThat(load(second)).isEqualTo(Palisade.LOAD_ON_DEMAND);
          assertThat(scene.blobs("history")).hasSize(3);
        });
  }

  @Test
  void aRevisionThatAReplicaSetNamesIsKeptForUndo() {
    scene.apply(Manifests.deployment(scene, "undo", 1));
    scene.apply(Manifests.policy("undo", "/v1/**", "{revisionHistoryLimit: 0}"));
    String first = scene.awaitVerified("undo").getStatus().updateRevision;
    next("undo", "/v2/**", first);

    Await.until(
        "kept for demand",
        Scene.SOON,
        () -> assertThat(load(first)).isEqualTo(Palisade.LOAD_ON_DEMAND));
    Await.stays(
        "kept for demand",
        Duration.ofSeconds(4),
        () -> assertThat(load(first)).isEqualTo(Palisade.LOAD_ON_DEMAND));
  }

  /** Slow pods, proven under a first revision. */
  private String stable(String name, String path) {
    scene.apply(Manifests.deployment(scene, name, 4, SLOW));
    scene.apply(Manifests.policy(name, path));
    return scene
        .await(
            name,
            "verified",
            Duration.ofMinutes(2),
            policy -> assertCondition(policy, "Ready", "True", "Verified"))
        .getStatus()
        .updateRevision;
  }

  private String rolling(String name, String before) {
    return scene
        .await(
            name,
            "rolling",
            policy -> {
              assertCondition(policy, "Progressing", "True", "Rolling");
              assertThat(Live.templateRevision(scene.deployment(name)))
                  .isEqualTo(policy.getStatus().updateRevision)
                  .isNotEqualTo(before);
            })
        .getStatus()
        .updateRevision;
  }

  private String next(String policy, String path, String before) {
    scene.apply(Manifests.policy(policy, path, limits(policy)));
    return scene
        .await(
            policy,
            "next revision verified",
            p -> {
              assertCondition(p, "Ready", "True", "Verified");
              assertThat(p.getStatus().updateRevision).isNotEqualTo(before);
            })
        .getStatus()
        .updateRevision;
  }

  private static String limits(String policy) {
    return policy.equals("undo") ? "{revisionHistoryLimit: 0}" : "{revisionHistoryLimit: 1}";
  }

  private String load(String revision) {
    SecurityProfile profile =
        scene.client().resources(SecurityProfile.class).withName(revision).get();
    assertThat(profile).as("SecurityProfile " + revision).isNotNull();
    return profile.getMetadata().getLabels().get(Palisade.LOAD);
  }
}
