package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.CONTAINERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to a helper in the middle of its work, and what may not come of it. */
@Tag("nightly")
class HelperE2E extends PalisadeCase {
  private static final Duration STARTED = Duration.ofMinutes(5);
  private static final Duration FETCHED = Duration.ofMinutes(2);
  private static final int REPLICAS = 2;

  @Test
  void killedBetweenFetchAndLoadItLoadsInItsNextLife() {
    DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);
    Policies policies = new Policies(scene);
    String node = new Reports(scene).capableNodes().getFirst();

    SecurityPolicy applied;
    try (HeldLoads held = HeldLoads.on(scene, node)) {
      // The container that starts now sees the node's files as they are now.
      restartHelper(node);
      applied = policies.apply("demo/policy-v2.yaml", p -> {});
      List<String> blobs = blobsOf(applied);
      Await.until(
          "a blob is on the node's disk",
          FETCHED,
          () -> assertThat(held.isWaitedFor() && hasOneOf(node, blobs)).isTrue());
      assertThat(kernelNames(applied)).noneMatch(name -> new Reports(scene).kernelHas(node, name));
      assertThat(app.deployment().get().getMetadata().getGeneration())
          .as("generation of the Deployment while a node has not loaded the profiles")
          .isEqualTo(1);
      assertThat(new Jvm(scene.bed(), scene.installation().helperOn(node)).kill()).isTrue();
    }

    String revision = policies.awaitVerified(applied).getStatus().updateRevision;
    app.awaitReady(revision);
    assertThat(policies.kernelNames(revision, CONTAINERS).values())
        .allMatch(name -> new Reports(scene).kernelHas(node, name));
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo("EACCES create");
  }

  @Test
  void upgradedInTheMiddleOfARollItDisturbsNothing() {
    DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(REPLICAS));
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);
    Policies policies = new Policies(scene);
    String v1 =
        policies
            .awaitVerified(policies.apply("demo/policy-v1.yaml", p -> {}))
            .getStatus()
            .updateRevision;
    app.awaitReady(v1);

    SecurityPolicy second = policies.apply("demo/policy-v2.yaml", p -> {});
    String v2 = heldInTheMiddle(app, v1);
    Map<String, String> kernels = policyCounters();
    Map<String, String> helpers = helpers();
    try (PolicyTimeline seen = PolicyTimeline.of(scene, DemoApp.NAME)) {
      scene.installation().upgradeHelpers();
      Await.until(
          "every helper is another pod and has reported",
          STARTED,
          () ->
              assertThat(helpers())
                  .hasSameSizeAs(helpers)
                  .allSatisfy((node, uid) -> {
                    assertThat(uid).isNotEqualTo(helpers.get(node));
                    assertThat(new Reports(scene).of(node).helper.podUID).isEqualTo(uid);
                  }));
      assertThat(policyCounters())
          .as("changes of the kernels' policy: nothing loaded, nothing unloaded")
          .isEqualTo(kernels);
      assertThat(seen.everSaw("Loaded=False/HelperNotReady"))
          .as("a helper that is gone vouches for nothing")
          .isTrue();

      app.deployment().rolling().resume();
      policies.awaitVerified(second);
      app.awaitReady(v2);
      assertThat(seen.everSaw("Degraded=True/RolledBack")).isFalse();
    }
    assertThat(policies.get(DemoApp.NAME).getStatus().failedRevisions).isNullOrEmpty();
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo("EACCES create");
  }

  /**
   * Pauses the Deployment when the first pod of the next revision is there and not yet ready: both
   * revisions then stand side by side for as long as it takes. Gives the next revision.
   */
  private String heldInTheMiddle(DemoApp app, String before) {
    Await.until(
        "the first pod of the next revision",
        DemoApp.ROLL,
        () -> assertThat(app.pods()).hasSize(REPLICAS + 1));
    app.deployment().rolling().pause();
    Await.until(
        "one more pod than wanted, all ready",
        DemoApp.ROLL,
        () -> assertThat(app.pods()).hasSize(REPLICAS + 1).allMatch(Readiness::isPodReady));
    List<String> others =
        app.pods().stream().map(DemoApp::revision).filter(r -> !r.equals(before)).toList();
    assertThat(others).as("pods of the next revision").hasSize(1);
    return others.getFirst();
  }

  private void restartHelper(String node) {
    int before = restarts(scene.installation().helperOn(node));
    assertThat(new Jvm(scene.bed(), scene.installation().helperOn(node)).kill()).isTrue();
    Await.until(
        "the helper of " + node + " has started again",
        STARTED,
        () -> {
          Pod now = scene.installation().helperOn(node);
          assertThat(restarts(now)).isGreaterThan(before);
          assertThat(now).matches(Readiness::isPodReady);
        });
  }

  private static int restarts(Pod helper) {
    return helper.getStatus().getContainerStatuses().stream()
        .filter(s -> s.getName().equals("helper"))
        .mapToInt(s -> s.getRestartCount())
        .sum();
  }

  private List<String> blobsOf(SecurityPolicy policy) {
    Await.until("the policy is compiled", FETCHED, () -> assertThat(profiles(policy)).isNotEmpty());
    return profiles(policy).stream()
        .flatMap(p -> p.getSpec().containers.stream())
        .map(c -> c.blobSha256)
        .toList();
  }

  private Collection<String> kernelNames(SecurityPolicy policy) {
    return profiles(policy).stream()
        .flatMap(p -> p.getSpec().containers.stream())
        .map(c -> c.profileName)
        .toList();
  }

  private List<SecurityProfile> profiles(SecurityPolicy policy) {
    return scene
        .client()
        .resources(SecurityProfile.class)
        .withLabel(Palisade.POLICY_UID, policy.getMetadata().getUid())
        .list()
        .getItems();
  }

  private boolean hasOneOf(String node, List<String> blobs) {
    String cached = scene.bed().run("node-shell", node, "ls /var/lib/palisade/blobs");
    return blobs.stream().anyMatch(cached::contains);
  }

  /** Every change of a kernel's policy raises its counter. */
  private Map<String, String> policyCounters() {
    return new Reports(scene)
        .capableNodes().stream()
            .collect(
                Collectors.toMap(
                    node -> node,
                    node ->
                        scene
                            .bed()
                            .run(
                                "node-shell",
                                node,
                                "head -n 1 /sys/kernel/security/apparmor/revision")));
  }

  private Map<String, String> helpers() {
    return scene.installation().helpers().stream()
        .filter(Readiness::isPodReady)
        .collect(Collectors.toMap(p -> p.getSpec().getNodeName(), p -> p.getMetadata().getUid()));
  }
}
