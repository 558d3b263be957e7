package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.RolloutSpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.FailedRevision;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A policy that hurts is taken back by itself. */
class RollbackE2E extends PalisadeCase {
  /** Long enough for two pods of the previous revision to start on emulated nodes. */
  private static final int DEADLINE_SECONDS = 50;

  private static final Duration CRASH = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofSeconds(15);

  @Test
  void policyUnderWhichTheAppCrashesIsTakenBackOnce() {
    DemoApp app = DemoApp.deploy(scene, RollbackE2E::endsUnlessItsLogIsWritable);
    Policies policies = new Policies(scene);
    SecurityPolicy good = policies.apply("demo/policy-v1.yaml", p -> {});
    String v1 = policies.awaitVerified(good).getStatus().updateRevision;
    app.awaitReady(v1);
    String otherImage = SecondTag.of(scene, app.anyPod().getSpec().getContainers().getFirst());

    try (PodTimeline pods = PodTimeline.of(scene, DemoApp.LABELS)) {
      SecurityPolicy bad =
          policies.apply(
              "demo/policy-v2.yaml",
              p -> {
                p.getSpec().rollout = new RolloutSpec();
                p.getSpec().rollout.progressDeadlineSeconds = DEADLINE_SECONDS;
              });
      String v2 = aPodCrashes(app, v1);
      Await.until(
          "the image is changed by others",
          CRASH,
          () -> app.deployment().edit(d -> withImage(d, otherImage)));

      SecurityPolicy back = policies.awaitCondition(bad, "Degraded", "True", "RolledBack");
      app.awaitReady(v1);

      assertThat(Policies.condition(back, "Degraded").getMessage())
          .contains(v2)
          .contains("cannot start: " + DemoApp.LOG + ": Permission denied");
      assertThat(image(app.deployment().get())).isEqualTo(otherImage);
      assertThat(pods.moments()).allSatisfy(m -> assertThat(m.ready(v1)).isPositive());
      assertThat(pods.everSaw(m -> m.ready(v2) > 0)).as("a crashing pod was ready").isFalse();
      isNotTriedAgain(app, policies, v2);
    }
  }

  private static void isNotTriedAgain(DemoApp app, Policies policies, String failed) {
    long generation = app.deployment().get().getMetadata().getGeneration();
    Await.stays(
        "the failed revision is not rolled again",
        QUIET,
        () -> {
          assertThat(app.deployment().get().getMetadata().getGeneration()).isEqualTo(generation);
          List<FailedRevision> all = policies.get(DemoApp.NAME).getStatus().failedRevisions;
          assertThat(all).extracting(f -> f.revision).containsExactly(failed);
        });
  }

  /** The revision under which a container of the app has ended with 1. */
  private static String aPodCrashes(DemoApp app, String before) {
    Await.until(
        "the app has crashed under the new policy",
        CRASH,
        () ->
            assertThat(app.pods())
                .anyMatch(p -> crashed(p) && !DemoApp.revision(p).equals(before)));
    return app.pods().stream()
        .map(DemoApp::revision)
        .filter(r -> !r.equals(before))
        .findFirst()
        .orElseThrow();
  }

  private static boolean crashed(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(s -> s.getName().equals(APP))
        .anyMatch(s -> ended(s) || s.getRestartCount() > 0);
  }

  private static boolean ended(ContainerStatus status) {
    return status.getState().getTerminated() != null
        && status.getState().getTerminated().getExitCode() == 1;
  }

  private static void endsUnlessItsLogIsWritable(Deployment deployment) {
    app(deployment).getEnv().add(new EnvVar("REQUIRE_WRITABLE", DemoApp.LOG, null));
  }

  private static Deployment withImage(Deployment deployment, String image) {
    app(deployment).setImage(image);
    return deployment;
  }

  private static String image(Deployment deployment) {
    return app(deployment).getImage();
  }

  private static Container app(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(APP))
        .findFirst()
        .orElseThrow();
  }
}
