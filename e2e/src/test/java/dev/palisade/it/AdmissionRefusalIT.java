package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Before the first write a pod of the resulting template is tried by server-side dry run. */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class AdmissionRefusalIT {
  @Test
  void whatAdmissionRefusesIsNotWrittenAndItsMessageIsPassedOn(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      // Nothing tells of a namespace that is relabelled, or a quota that is raised.
      scene.startOperator(WriteLog.counting(), Duration.ofSeconds(10));
      scene.apply(Manifests.deployment(scene, "web", 1));
      Await.until(
          "pod",
          Scene.SOON,
          () -> assertThat(scene.pods("web")).singleElement().satisfies(Live::assertReady));
      scene.podSecurity("restricted");

      scene.apply(Manifests.policy("web", "/data/**"));

      scene.await(
          "web",
          "refused",
          policy ->
              assertThat(assertCondition(policy, "Degraded", "True", "AdmissionRefused"))
                  .startsWith(scene.namespace() + "/Deployment/web: ")
                  .contains("violates PodSecurity \"restricted:latest\"")
                  .contains("runAsNonRoot != true"));
      assertThat(Live.fieldsOf(scene.deployment("web"), Palisade.FIELD_MANAGER)).isEmpty();
      assertThat(scene.pods("web")).hasSize(1);

      scene.podSecurity("privileged");
      scene.await(
          "web",
          "verified once admission agrees",
          Scene.SOON,
          policy -> assertCondition(policy, "Ready", "True", "Verified"));
    }
  }
}
