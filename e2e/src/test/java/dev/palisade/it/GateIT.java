package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.it.StubNode.Pretence;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * I2: no pod is touched before its revision is verified where it may land. Each case has nodes of
 * its own.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class GateIT {
  private static final String SHORT = "{rollout: {nodeDeadlineSeconds: 10}}";

  @Test
  void aNodeThatNeverVerifiesIsNamedAndHoldsTheRoll(KubernetesClient client) {
    try (Scene scene = closedGate(client, Pretence::withNeverLoads, SHORT)) {
      String node = scene.nodes().get(1);

      ShutGate.await(
          scene,
          "NodeUnverified",
          message -> assertThat(message).contains("node " + node).contains("is not loaded yet"));

      scene.helpers().pretend(node, pretence -> Pretence.NONE);
      scene.awaitVerified("web");
    }
  }

  @Test
  void aReportOfAnEarlierBootDoesNotCount(KubernetesClient client) {
    try (Scene scene = closedGate(client, Pretence::withOtherBoot, SHORT)) {
      String node = scene.nodes().get(1);

      ShutGate.await(
          scene,
          "NodeUnverified",
          message ->
              assertThat(message)
                  .contains("node " + node + ": its helper has not reported for this boot"));
    }
  }

  @Test
  void aProfileWithAnotherHashIsNotVerified(KubernetesClient client) {
    try (Scene scene = closedGate(client, Pretence::withWrongHash, "{}")) {
      String node = scene.nodes().get(1);

      ShutGate.await(
          scene,
          "NodeUnverified",
          message -> assertThat(message).contains("node " + node).contains("has another hash"));
    }
  }

  @Test
  void waitNamesTheNodesThatCannot(KubernetesClient client) {
    try (Scene scene = closedGate(client, Pretence::withIncapable, "{unsupportedNodes: Wait}")) {
      String node = scene.nodes().get(1);

      ShutGate.await(
          scene,
          "NodesUnsupported",
          message ->
              assertThat(message)
                  .isEqualTo("node " + node + ": KernelWithoutAppArmor (the stub was told so)"));
      assertThat(scene.node(node).getMetadata().getLabels()).doesNotContainKey(Palisade.AVOID);
    }
  }

  @Test
  void avoidKeepsPodsAwayFromNodesThatLastinglyCannot(KubernetesClient client) {
    String avoid = "{unsupportedNodes: Avoid, rollout: {nodeDeadlineSeconds: 10}}";
    try (Scene scene = closedGate(client, Pretence::withIncapable, avoid)) {
      String node = scene.nodes().get(1);

      scene.awaitVerified("web");

      assertThat(scene.node(node).getMetadata().getLabels()).containsEntry(Palisade.AVOID, "true");
      assertThat(scene.pods("web"))
          .isNotEmpty()
          .allSatisfy(
              pod -> assertThat(pod.getSpec().getNodeName()).isEqualTo(scene.nodes().get(0)));

      scene.helpers().pretend(node, pretence -> Pretence.NONE);
      Await.until(
          "label taken off node " + node + " again",
          Scene.SOON,
          () ->
              assertThat(scene.node(node).getMetadata().getLabels())
                  .doesNotContainKey(Palisade.AVOID));
    }
  }

  @Test
  void avoidDoesNotTouchAnAffinityOfTheOwners(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 2)) {
      scene.helpers().pretend(scene.nodes().get(1), Pretence::withIncapable);
      scene.startOperator();
      scene.apply(
          Manifests.deployment(scene, "web", 1)
              .replaceFirst(
                  "(?m)^( *)containers:",
                  "$1affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                      + " [{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]}]}}}\n"
                      + "$1containers:"));
      scene.apply(Manifests.policy("web", "/data/**", "{unsupportedNodes: Avoid}"));

      scene.await(
          "web",
          "blocked",
          policy ->
              assertThat(assertCondition(policy, "Degraded", "True", "NodesUnsupported"))
                  .contains("Deployment/web has an affinity of its own"));
      assertThat(scene.deployment("web").getMetadata().getGeneration()).isEqualTo(1);
    }
  }

  @Test
  void cordonedNodesDoNotCount(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 2)) {
      String node = scene.nodes().get(1);
      scene.helpers().pretend(node, Pretence::withNeverLoads);
      scene.fleet().cordon(node);
      scene.startOperator();
      scene.apply(Manifests.deployment(scene, "web", 2));
      scene.apply(Manifests.policy("web", "/data/**"));

      SecurityPolicy policy = scene.awaitVerified("web");

      assertThat(assertCondition(policy, "Loaded", "True", "Loaded"))
          .isEqualTo("verified on 1 nodes");
    }
  }

  @Test
  void noNodeWhereAPodMayLand(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      scene.apply(Manifests.deployment(scene, "web", 1));
      Await.until(
          "pod",
          Scene.SOON,
          () -> assertThat(scene.pods("web")).singleElement().satisfies(Live::assertReady));
      scene.fleet().cordon(scene.nodes().get(0));
      scene.apply(Manifests.policy("web", "/data/**"));

      ShutGate.await(
          scene,
          "NoEligibleNode",
          message ->
              assertThat(message).isEqualTo("no Ready, schedulable node fits the pod template"));
    }
  }

  /** Two nodes, of which the second pretends; a Deployment that runs, and a policy. */
  private static Scene closedGate(
      KubernetesClient client, java.util.function.UnaryOperator<Pretence> second, String spec) {
    Scene scene = Scene.open(client, 2);
    scene.helpers().pretend(scene.nodes().get(1), second);
    scene.startOperator();
    scene.apply(Manifests.deployment(scene, "web", 2));
    Await.until(
        "pods",
        Scene.SOON,
        () -> assertThat(scene.pods("web")).hasSize(2).allSatisfy(Live::assertReady));
    scene.apply(Manifests.policy("web", "/data/**", spec));
    return scene;
  }

  @Test
  void aRebootedNodeCountsAgainOnceItReportsTheNewBoot(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      String node = scene.nodes().get(0);
      scene
          .fleet()
          .edit(
              node,
              n ->
                  n.getMetadata().getAnnotations().put("test.palisade.dev/boot-id", "second-boot"));
      Await.until(
          "rebooted",
          Scene.SOON,
          () ->
              assertThat(scene.node(node).getStatus().getNodeInfo().getBootID())
                  .isEqualTo("second-boot"));
      scene.startOperator();
      scene.apply(Manifests.policy("web", "/data/**"));
      scene.apply(Manifests.deployment(scene, "web", 1));
      ShutGate.await(
          scene, "HelperNotReady", message -> assertThat(message).contains("for this boot"));

      scene.helpers().reboot(node, "second-boot");

      scene.awaitVerified("web");
    }
  }
}
