package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** I3: what a Job or CronJob still names is kept, however old, and collected when they are gone. */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class KeptForJobsIT {
  @Test
  void aRevisionThatJobsNameOutlivesTheHistoryLimit(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      // Nothing tells of a Job that is gone.
      scene.startOperator(WriteLog.counting(), Duration.ofSeconds(5));
      // No ReplicaSet is kept, so nothing but the Jobs holds an old revision.
      scene.apply(
          Manifests.deployment(scene, "web", 1)
              .replace("  replicas:", "  revisionHistoryLimit: 0\n  replicas:"));
      scene.apply(policy("/v1/**"));
      String old = scene.awaitVerified("web").getStatus().updateRevision;
      String profile = PodFields.podProfile(scene.pods("web").getFirst()).orElseThrow();
      HasMetadata cronJob = scene.apply(cronJob(scene, old, profile));
      HasMetadata job = scene.apply(job(scene, old, profile));
      Await.until(
          "the Job has ended",
          Scene.SOON,
          () ->
              assertThat(jobPods(scene))
                  .singleElement()
                  .satisfies(p -> assertThat(p.getStatus().getPhase()).isEqualTo("Succeeded")));

      scene.apply(policy("/v2/**"));
      scene.await(
          "web",
          "next revision",
          policy -> {
            assertCondition(policy, "Ready", "True", "Verified");
            assertThat(policy.getStatus().updateRevision).isNotEqualTo(old);
          });

      kept(scene, old);
      client.resource(cronJob).delete();
      kept(scene, old);
      client.resource(job).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
      Await.until(
          "collected with what no other revision shares",
          Scene.SOON,
          () -> {
            assertThat(jobPods(scene)).isEmpty();
            assertThat(scene.revisions("web"))
                .singleElement()
                .satisfies(r -> assertThat(r.getMetadata().getName()).isNotEqualTo(old));
            assertThat(scene.blobs("web")).hasSize(2);
          });
    }
  }

  /** Looked at several times, and still there. */
  private static void kept(Scene scene, String revision) {
    Await.stays(
        "kept for demand",
        Duration.ofSeconds(12),
        () -> {
          SecurityProfile there =
              scene.client().resources(SecurityProfile.class).withName(revision).get();
          assertThat(there).isNotNull();
          assertThat(there.getMetadata().getDeletionTimestamp()).isNull();
        });
    assertThat(scene.revisions("web"))
        .filteredOn(r -> r.getMetadata().getName().equals(revision))
        .singleElement()
        .satisfies(r ->
            assertThat(r.getMetadata().getLabels())
                .containsEntry(Palisade.LOAD, Palisade.LOAD_ON_DEMAND));
  }

  private static String policy(String path) {
    return Manifests.policy("web", path, "{revisionHistoryLimit: 0}");
  }

  private static List<Pod> jobPods(Scene scene) {
    return scene
        .client()
        .pods()
        .inNamespace(scene.namespace())
        .withLabel("job-name", "migrate")
        .list()
        .getItems();
  }

  private static String job(Scene scene, String revision, String profile) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate}
    spec: {template: %s}
    """
        .formatted(template(scene, revision, profile));
  }

  private static String cronJob(Scene scene, String revision, String profile) {
    return """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly}
    spec: {schedule: "0 3 * * *", suspend: true, jobTemplate: {spec: {template: %s}}}
    """
        .formatted(template(scene, revision, profile));
  }

  /** As one whose author copied it from the Deployment. */
  private static String template(Scene scene, String revision, String profile) {
    return """
    {metadata: {annotations: {palisade.dev/revision: %1$s}},
      spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0,
      nodeSelector: {it.palisade.dev/scene: %3$s},
      tolerations: [{key: it.palisade.dev/scene, operator: Equal, value: %3$s, effect: NoSchedule}],
      securityContext: {appArmorProfile: {type: Localhost, localhostProfile: %2$s}},
      containers: [{name: app, image: "example.com/app:1"}]}}\
    """
        .formatted(revision, profile, scene.namespace());
  }
}
