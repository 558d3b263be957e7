package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.CONTAINERS;
import static dev.palisade.e2e.DemoApp.SHIPPER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.DenialKind;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.e2e.load.LoadGenerator;
import dev.palisade.e2e.load.LoadReport;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The story of the demo: a stricter policy, rolled while clients ask, one outside the nodes and a
 * gentle one in a pod, whose packets take another way.
 */
class RolloutE2E extends PalisadeCase {
  private static final int REPLICAS = 3;
  private static final int PER_SECOND = 60;

  /** So that a roll takes 9 s, 540 requests, on any machine: pods follow one another. */
  private static final int MIN_READY_SECONDS = 3;

  private static final Duration NOTICED = Duration.ofMinutes(2);

  @Test
  void stricterPolicyIsRolledUnderLoadAndUndone() {
    DemoApp app =
        DemoApp.deploy(
            scene,
            d -> {
              d.getSpec().setReplicas(REPLICAS);
              d.getSpec().setMinReadySeconds(MIN_READY_SECONDS);
            });
    Policies policies = new Policies(scene);
    everyOperationSucceeds(app, APP);

    String v1 = verified(policies, "demo/policy-v1.yaml");
    app.awaitReady(v1);
    everyOperationSucceeds(app, APP);

    PodClient inside = PodClient.start(scene);
    String v2;
    try (PodTimeline pods = PodTimeline.of(scene, DemoApp.LABELS);
        LoadGenerator load = LoadGenerator.start(app.service(), PER_SECOND)) {
      Instant start = Instant.now();
      v2 = verified(policies, "demo/policy-v2.yaml");
      Instant end = Instant.now();
      app.awaitReady(v2);
      noRequestFailed(load.stop(), start, end);
      inside.assertNoRequestFailed();
      assertThat(pods.everSaw(m -> m.ready(v1) > 0 && m.ready(v2) > 0))
          .as("both revisions answered side by side")
          .isTrue();
    }

    everyOperationIsDenied(app);
    everyOperationSucceeds(app, SHIPPER);
    everyProcessIsUnder(app, policies.kernelNames(v2, CONTAINERS));
    intendedDenialsAreCountedAndHarmless(policies, v2);
    isUnloaded(onlyIn(v1, v2, policies));

    undoBecomesReady(v1);
  }

  /** All pods of the undone revision are ready at some moment; then the operator applies anew. */
  private void undoBecomesReady(String revision) {
    try (PodTimeline pods = PodTimeline.of(scene, DemoApp.LABELS)) {
      scene.bed().run("kubectl", "-n", scene.namespace(), "rollout", "undo", "deployment/checkout");
      Await.until(
          "all pods of " + revision + " are ready, its profiles loaded on demand",
          DemoApp.ROLL,
          () -> assertThat(pods.everSaw(m -> m.ready(revision) == REPLICAS)).isTrue());
    }
  }

  private static String verified(Policies policies, String manifest) {
    SecurityPolicy applied = policies.apply(manifest, p -> {});
    return policies.awaitVerified(applied).getStatus().updateRevision;
  }

  private static void noRequestFailed(LoadReport report, Instant start, Instant end) {
    assertThat(report.failures()).isEmpty();
    assertThat(report.perSecond()).isGreaterThanOrEqualTo(20);
    assertThat(report.sentBetween(start, end)).as("requests during the roll").isGreaterThan(500);
  }

  private static void everyOperationSucceeds(DemoApp app, String container) {
    assertThat(app.attempts(app.anyPod(), container))
        .allSatisfy(a -> assertThat(a.answer()).as("%s", a).isEqualTo(Attempt.OK));
  }

  private static void everyOperationIsDenied(DemoApp app) {
    for (Pod pod : app.pods()) {
      assertThat(app.attempts(pod, APP))
          .allSatisfy(a -> assertThat(a.answer()).isEqualTo("EACCES " + a.operation().word()));
    }
  }

  private void everyProcessIsUnder(DemoApp app, Map<String, String> kernelNames) {
    for (Pod pod : app.pods()) {
      assertThat(Processes.of(scene.bed(), pod))
          .allSatisfy(
              p -> assertThat(p.label()).isEqualTo(kernelNames.get(p.container()) + " (enforce)"))
          .extracting(ConfinedProcess::container)
          .contains(APP, SHIPPER);
    }
  }

  private void intendedDenialsAreCountedAndHarmless(Policies policies, String revision) {
    Collection<String> profiles = policies.kernelNames(revision, CONTAINERS).values();
    Await.until(
        "intended denials are counted",
        NOTICED,
        () ->
            assertThat(new Reports(scene).denials(profiles, DenialKind.Intended))
                .isGreaterThanOrEqualTo((long) REPLICAS * FileOperation.values().length));
    SecurityPolicy policy = policies.get(DemoApp.NAME);
    assertThat(Policies.conditions(policy)).contains("Ready=True/Verified");
    assertThat(Policies.condition(policy, "Degraded").getStatus()).isEqualTo("False");
    assertThat(policy.getStatus().updateRevision).isEqualTo(revision);
    assertThat(policy.getStatus().failedRevisions).isNullOrEmpty();
  }

  /** Revisions share the profiles that did not change. */
  private static Collection<String> onlyIn(String revision, String other, Policies policies) {
    Set<String> names = new HashSet<>(policies.kernelNames(revision, CONTAINERS).values());
    names.removeAll(policies.kernelNames(other, CONTAINERS).values());
    assertThat(names).isNotEmpty();
    return names;
  }

  private void isUnloaded(Collection<String> profiles) {
    Reports reports = new Reports(scene);
    for (String node : reports.capableNodes()) {
      for (String profile : profiles) {
        Await.until(
            profile + " is unloaded from " + node,
            Installation.UNLOAD_GRACE.plus(NOTICED),
            () -> assertThat(reports.kernelHas(node, profile)).isFalse());
      }
    }
  }
}
