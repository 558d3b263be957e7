package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static dev.palisade.e2e.DemoApp.CONTAINERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.AppArmorReason;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.Test;

/** What can happen to a node, and that it is put right or reported. */
class NodeE2E extends PalisadeCase {
  private static final String WITHOUT = "node3";
  private static final Duration NOTICED = Duration.ofMinutes(2);
  private static final Duration BOOTED = Duration.ofMinutes(5);

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

    profiles.forEach(p -> remove(governed.node(), p));

    Await.until(
        "the pod is reported as unenforced",
        NOTICED,
        () ->
            assertThat(new Reports(scene).of(governed.node()).pods)
                .filteredOn(p -> p.uid.equals(governed.pod().getMetadata().getUid()))
                .extracting(p -> p.verdict)
                .containsExactly(PodVerdict.Unenforced));
    isInKernel(governed, profiles);
    assertThat(Processes.of(scene.bed(), governed.pod()))
        .as("a process that lost its profile is not put back under it by loading it again")
        .extracting(ConfinedProcess::label)
        .contains("unconfined");
    SecurityPolicy seen =
        governed.policies().awaitCondition(governed.policy(), "Degraded", "True", "Unenforced");
    assertThat(Policies.condition(seen, "Degraded").getMessage())
        .contains(governed.pod().getMetadata().getName());
  }

  @Test
  void helperThatStartsWithoutApiServerLoadsWhatTheHostHas() {
    Governed governed = governed();
    Pod helper = scene.installation().helperOn(governed.node());
    scene.bed().run("stop", "apiserver");
    try {
      governed.profiles().forEach(p -> remove(governed.node(), p));
      kill(helper, governed.node());
      isInKernel(governed, governed.profiles());
    } finally {
      scene.bed().run("start", "apiserver");
    }
    Await.until(
        "the helper is ready again",
        BOOTED,
        () ->
            assertThat(scene.installation().helperOn(governed.node()))
                .matches(Readiness::isPodReady));
  }

  @Test
  void rebootedNodeRunsItsPodsUnderTheirProfilesAgain() {
    Governed governed = governed();
    String before = new Reports(scene).of(governed.node()).bootID;

    scene.bed().run("reboot", governed.node());

    Await.until(
        "the node reports under its new boot",
        BOOTED,
        () -> assertThat(new Reports(scene).of(governed.node()).bootID).isNotEqualTo(before));
    governed.app().awaitReady(DemoApp.revision(governed.pod()));
    governed.policies().awaitVerified(governed.policy());
    Pod pod = governed.app().anyPod();
    assertThat(Processes.of(scene.bed(), pod))
        .allSatisfy(p -> assertThat(p.label()).startsWith("palisade." + scene.namespace()));
    assertThat(governed.app().ask(pod, APP, "create", DemoApp.LOG)).isEqualTo("EACCES create");
  }

  private record Governed(
      DemoApp app, Policies policies, SecurityPolicy policy, Pod pod, Collection<String> profiles) {
    String node() {
      return pod.getSpec().getNodeName();
    }
  }

  /** An app of one pod that is proven to run under a policy. */
  private Governed governed() {
    DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);
    Policies policies = new Policies(scene);
    SecurityPolicy applied = policies.apply("demo/policy-v2.yaml", p -> {});
    String revision = policies.awaitVerified(applied).getStatus().updateRevision;
    app.awaitReady(revision);
    return new Governed(
        app, policies, applied, app.anyPod(), policies.kernelNames(revision, CONTAINERS).values());
  }

  private void isInKernel(Governed governed, Collection<String> profiles) {
    Await.until(
        "the profiles are loaded again",
        NOTICED,
        () -> assertThat(profiles).allMatch(p -> new Reports(scene).kernelHas(governed.node(), p)));
  }

  private void remove(String node, String profile) {
    scene
        .bed()
        .run(
            "node-shell", node, "printf %s " + profile + " >/sys/kernel/security/apparmor/.remove");
  }

  /** Kills the helper's process; the kubelet starts its container again, without an API server. */
  private void kill(Pod helper, String node) {
    Processes.of(scene.bed(), helper).stream()
        .filter(p -> p.container().equals("helper"))
        .forEach(p -> scene.bed().run("node-shell", node, "kill -9 " + p.pid()));
  }
}
