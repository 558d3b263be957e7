package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.CONTAINERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.AppArmorReason;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Program;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What can happen to a node, and that it is put right or reported. The cases share one app; each
 * leaves it governed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeE2E extends PalisadeCase {
  private static final String WITHOUT = "node3";
  private static final Duration NOTICED = Duration.ofMinutes(2);
  private static final Duration BOOTED = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private Governed governed;

  @BeforeEach
  @Override
  void open(Bed bed) {
    if (scene == null) {
      super.open(bed);
    }
  }

  @AfterEach
  @Override
  void close() {
    // The scene is every case's.
  }

  @AfterAll
  void end() {
    super.close();
  }

  @Test
  void nodeWithoutAppArmorSaysWhy() {
    Reports reports = new Reports(scene);
    assertThat(Readiness.isPodReady(scene.installation().helperOn(WITHOUT))).isTrue();
    NodeSecurityStatus.AppArmor without = reports.of(WITHOUT).appArmor;
    assertThat(without.capable).isFalse();
    assertThat(without.reason).isEqualTo(AppArmorReason.KernelWithoutAppArmor);
    assertThat(without.message).isNotBlank();
    assertThat(reports.capableNodes())
        .isNotEmpty()
        .allSatisfy(
            n -> assertThat(reports.of(n).appArmor.reason).isEqualTo(AppArmorReason.Capable));
  }

  @Test
  void profileRemovedBehindItsBackIsLoadedAgainAndItsProcessesReported() {
    Governed governed = governed();
    Collection<String> profiles = governed.profiles();

    removeFromKernel(governed.node(), profiles);

    Await.until(
        "the pod is reported as unenforced",
        NOTICED,
        () ->
            assertThat(new Reports(scene).of(governed.node()).pods)
                .filteredOn(p -> p.uid.equals(governed.pod().getMetadata().getUid()))
                .extracting(p -> p.verdict)
                .containsExactly(PodVerdict.Unenforced));
    isInKernel(governed.node(), profiles);
    assertThat(Processes.of(scene.bed(), governed.pod()))
        .as("a process that lost its profile is not put back under it by loading it again")
        .extracting(ConfinedProcess::label)
        .contains("unconfined");
    SecurityPolicy seen =
        governed.policies().awaitCondition(governed.policy(), "Degraded", "True", "Unenforced");
    assertThat(Policies.condition(seen, "Degraded").getMessage())
        .contains(governed.pod().getMetadata().getName());

    deletedItStartsAnewUnderItsProfile(governed);
  }

  /** The way out that the documentation names. */
  private void deletedItStartsAnewUnderItsProfile(Governed governed) {
    String before = governed.pod().getMetadata().getUid();
    scene.client().resource(governed.pod()).delete();
    Await.until(
        "another pod",
        NOTICED,
        () ->
            assertThat(governed.app().pods())
                .extracting(p -> p.getMetadata().getUid())
                .doesNotContain(before));
    governed.app().awaitReady(governed.revision());
    governed.policies().awaitCondition(governed.policy(), "Degraded", "False", "AsExpected");
    isGoverned(governed);
  }

  private void isGoverned(Governed governed) {
    governed.policies().awaitVerified(governed.policy());
    Processes.areConfined(scene.bed(), governed.pod());
    assertThat(governed.app().ask(governed.pod(), APP, "create", DemoApp.LOG))
        .isEqualTo("EACCES create");
  }

  @Test
  void helperThatStartsWithoutApiServerLoadsWhatTheHostHas() {
    Governed governed = governed();
    String node = governed.node();
    Pod helper = scene.installation().helperOn(node);
    scene.bed().run("stop", "apiserver");
    try {
      removeFromKernel(node, governed.profiles());
      assertThat(new Jvm(scene.bed(), helper).kill()).isTrue();
      isInKernel(node, governed.profiles());
    } finally {
      scene.bed().run("start", "apiserver");
    }
    Await.until(
        "the helper is ready again",
        BOOTED,
        () -> assertThat(scene.installation().helperOn(node)).matches(Readiness::isPodReady));
    deletedItStartsAnewUnderItsProfile(governed);
  }

  @Test
  @Tag("nightly")
  void rebootedNodeRunsItsPodsUnderTheirProfilesAgain() {
    Governed governed = governed();
    String before = new Reports(scene).of(governed.node()).bootID;

    scene.bed().run("reboot", governed.node());

    Await.until(
        "the node reports under its new boot",
        BOOTED,
        () -> assertThat(new Reports(scene).of(governed.node()).bootID).isNotEqualTo(before));
    governed.app().awaitReady(governed.revision());
    isGoverned(governed);
  }

  /** Nothing of a pod can run before the API server is back; then all of it does, confined. */
  @Test
  @Tag("nightly")
  void rebootedWithoutApiServerItRunsNothingUnconfined() {
    Governed governed = governed();
    String node = governed.node();
    Pod pod = governed.pod();
    String before = new Reports(scene).of(node).bootID;
    scene.bed().run("stop", "apiserver");
    try {
      scene.bed().run("reboot", node);
      Await.until(
          "the node has booted and its kubelet runs",
          BOOTED,
          () -> {
            Program answer =
                scene
                    .bed()
                    .attempt(
                        NOTICED,
                        "node-shell",
                        node,
                        "pidof kubelet >/dev/null && cat /proc/sys/kernel/random/boot_id");
            assertThat(answer.exitCode()).as(answer.err()).isZero();
            assertThat(answer.out().strip()).isNotBlank().isNotEqualTo(before);
          });
      Await.stays(
          "no process of the pod runs",
          QUIET,
          () -> assertThat(Processes.of(scene.bed(), pod)).isEmpty());
    } finally {
      scene.bed().run("start", "apiserver");
    }
    Await.until(
        "the node reports under its new boot",
        BOOTED,
        () -> assertThat(new Reports(scene).of(node).bootID).isNotEqualTo(before));
    governed.app().awaitReady(governed.revision());
    isGoverned(governed);
  }

  private record Governed(
      DemoApp app,
      Policies policies,
      SecurityPolicy policy,
      String revision,
      Collection<String> profiles) {
    Pod pod() {
      return app.anyPod();
    }

    String node() {
      return pod().getSpec().getNodeName();
    }
  }

  /** An app of one pod that is proven to run under a policy. */
  private Governed governed() {
    if (governed == null) {
      DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
      assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);
      Policies policies = new Policies(scene);
      SecurityPolicy applied = policies.apply("demo/policy-v2.yaml", p -> {});
      String revision = policies.awaitVerified(applied).getStatus().updateRevision;
      app.awaitReady(revision);
      governed =
          new Governed(
              app,
              policies,
              applied,
              revision,
              policies.kernelNames(revision, CONTAINERS).values());
    }
    return governed;
  }

  private void isInKernel(String node, Collection<String> profiles) {
    Await.until(
        "the profiles are loaded again",
        NOTICED,
        () -> assertThat(profiles).allMatch(p -> new Reports(scene).kernelHas(node, p)));
  }

  private void removeFromKernel(String node, Collection<String> profiles) {
    assertThat(profiles).allMatch(p -> new Reports(scene).removeFromKernel(node, p));
  }
}
