package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.it.StubNode.Pretence;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Rules about devices: nodes that cannot hold them, and privileged pods, which have nothing else.
 * Each case has nodes of its own.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class DevicesIT {
  private static final String RULES =
      "devices: [{name: no-disks, action: Deny, type: Block, access: [Read, Write, Mknod]}]";
  private static final String OFF = ": rules about devices: SwitchedOff (the stub was told so)";

  @Test
  void theGateWaitsForANodeWhereTheyAreSwitchedOff(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 2)) {
      String node = scene.nodes().get(1);
      scene.helpers().pretend(node, Pretence::withDevicesOff);
      scene.startOperator();
      deployment(scene, "web");
      deployment(scene, "plain");
      scene.apply(policy("web", ""));

      held(scene, "node " + node + OFF);
      scene.apply(Manifests.policy("plain", "/data/**"));
      scene.awaitVerified("plain");
      assertThat(scene.deployment("web").getMetadata().getGeneration()).isEqualTo(1);

      scene.helpers().pretend(node, pretence -> Pretence.NONE);
      SecurityPolicy policy = scene.awaitVerified("web");
      assertThat(assertCondition(policy, "Ready", "True", "Verified"))
          .isEqualTo("1 of 1 workloads proven on their processes");
      assertThat(scene.pods("web"))
          .hasSize(1)
          .allSatisfy(pod -> assertThat(PodFields.podProfile(pod)).isPresent());
    }
  }

  @Test
  void avoidLabelsOnlyWhatLastsAndByALabelOfItsOwn(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 2)) {
      String node = scene.nodes().get(1);
      scene.helpers().pretend(node, Pretence::withDevicesOff);
      scene.startOperator();
      deployment(scene, "web");
      scene.apply(policy("web", ", " + avoidAfter(3600)));

      held(scene, "node " + node + OFF);
      assertThat(labels(scene, node))
          .as("it may be switched on again within the hour")
          .doesNotContainKeys(Palisade.AVOID, Palisade.AVOID_DEVICES);

      scene.apply(policy("web", ", " + avoidAfter(10)));
      scene.awaitVerified("web");
      assertThat(labels(scene, node))
          .containsEntry(Palisade.AVOID_DEVICES, "true")
          .doesNotContainKey(Palisade.AVOID);
      assertThat(scene.pods("web"))
          .hasSize(1)
          .allSatisfy(
              pod -> assertThat(pod.getSpec().getNodeName()).isEqualTo(scene.nodes().get(0)))
          .allSatisfy(pod ->
              assertThat(
                      pod.getSpec()
                          .getAffinity()
                          .getNodeAffinity()
                          .getRequiredDuringSchedulingIgnoredDuringExecution()
                          .getNodeSelectorTerms())
                  .flatMap(term -> term.getMatchExpressions())
                  .extracting(NodeSelectorRequirement::getKey)
                  .containsExactly(Palisade.AVOID, Palisade.AVOID_DEVICES));

      scene.helpers().pretend(node, pretence -> Pretence.NONE);
      Await.until(
          "label taken off node " + node + " again",
          Scene.SOON,
          () -> assertThat(labels(scene, node)).doesNotContainKey(Palisade.AVOID_DEVICES));
    }
  }

  @Test
  void aPrivilegedWorkloadHasTheAnnotationAlone(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      deployment(scene, "plain");
      privileged(scene, "disks");
      scene.apply(
          policy("disks", "").replace("matchLabels: {app: disks}", "matchLabels: {tier: web}"));

      SecurityPolicy policy = scene.awaitVerified("disks");

      String revision = policy.getStatus().updateRevision;
      assertThat(assertCondition(policy, "Ready", "True", "Verified"))
          .isEqualTo(
              "2 of 2 workloads proven on their processes; of 1 only the rules about devices");
      assertThat(assertCondition(policy, "Degraded", "True", "NotAssignable"))
          .isEqualTo(
              scene.namespace()
                  + "/Deployment/disks: container app is privileged: of this policy only the rules about devices hold (DevicesOnly)");
      assertThat(Live.fieldsOf(scene.deployment("disks"), Palisade.FIELD_MANAGER))
          .contains("f:palisade.dev/revision")
          .doesNotContain("f:securityContext", "f:containers");
      assertThat(scene.pods("disks")).singleElement().satisfies(pod -> governed(pod, revision));
      assertThat(scene.pods("plain"))
          .singleElement()
          .satisfies(pod -> assertThat(PodFields.podProfile(pod)).isPresent());
      scene.await(
          "disks",
          "counted",
          p -> {
            assertThat(p.getStatus().podCounts.governed).isEqualTo(2);
            assertThat(p.getStatus().podCounts.enforced).isEqualTo(1);
            assertThat(p.getStatus().podCounts.unenforced).isZero();
            assertThat(p.getStatus().workloadCounts.verified).isEqualTo(2);
            assertThat(p.getStatus().workloadCounts.blocked).isZero();
          });

      scene.apply(Commands.release("give-back", "disks"));
      Commands.awaitPhase(scene, "give-back", "Done");
      assertThat(Live.fieldsOf(scene.deployment("disks"), Palisade.FIELD_MANAGER)).isEmpty();
      Await.until(
          "the pod is without it",
          Scene.SOON,
          () ->
              assertThat(scene.pods("disks"))
                  .singleElement()
                  .satisfies(pod -> assertThat(PodFields.revision(pod)).isNull()));
    }
  }

  @Test
  void aPodThatItsProgramDoesNotHoldIsUnenforced(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      privileged(scene, "disks");
      scene.apply(policy("disks", ""));
      scene.awaitVerified("disks");

      scene.helpers().pretendAll(Pretence::withDevicesOff);
      scene.await(
          "disks",
          "unenforced",
          policy -> {
            assertCondition(policy, "Ready", "False", "NotYet");
            assertThat(assertCondition(policy, "Degraded", "True", "Unenforced"))
                .contains("only the rules about devices hold");
          });

      scene.helpers().pretendAll(pretence -> Pretence.NONE);
      scene.awaitVerified("disks");
    }
  }

  /** The helper needs it to keep the program, and pods name nothing else. */
  @Test
  void theRevisionOutlivesItsPolicyWhilePodsNameIt(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      privileged(scene, "disks");
      scene.apply(policy("disks", ""));
      SecurityPolicy policy = scene.awaitVerified("disks");

      client.resource(policy).delete();

      Await.until("policy gone", Scene.SOON, () -> assertThat(scene.policy("disks")).isNull());
      Await.stays(
          "the revision is there",
          Duration.ofSeconds(5),
          () ->
              assertThat(scene.revisions("disks"))
                  .extracting(r -> r.getMetadata().getName())
                  .contains(policy.getStatus().updateRevision));
      assertThat(scene.pods("disks"))
          .singleElement()
          .satisfies(pod -> governed(pod, policy.getStatus().updateRevision));
    }
  }

  @Test
  void rulesThatThePolicyNoLongerHasStayUntilTheyAreReleased(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      privileged(scene, "disks");
      scene.apply(policy("disks", ""));
      String revision = scene.awaitVerified("disks").getStatus().updateRevision;

      scene.apply(Manifests.policy("disks", "/data/**"));

      scene.await(
          "disks",
          "not assignable",
          policy -> {
            assertThat(policy.getStatus().updateRevision).isNotEqualTo(revision);
            assertThat(assertCondition(policy, "Degraded", "True", "NotAssignable"))
                .contains(
                    "container app is privileged: its runtime may ignore AppArmor",
                    "the rules about devices of " + revision + " hold until they are released");
          });
      assertThat(Live.templateRevision(scene.deployment("disks"))).isEqualTo(revision);

      scene.apply(Commands.release("give-back", "disks"));
      Commands.awaitPhase(scene, "give-back", "Done");
      assertThat(Live.templateRevision(scene.deployment("disks"))).isNull();
    }
  }

  private static void governed(Pod pod, String revision) {
    assertThat(PodFields.revision(pod)).isEqualTo(revision);
    assertThat(PodFields.namesOurs(pod)).isFalse();
  }

  private static String avoidAfter(int seconds) {
    return "unsupportedNodes: Avoid, rollout: {nodeDeadlineSeconds: %d}".formatted(seconds);
  }

  private static String policy(String name, String more) {
    return Manifests.policy(name, "/data/**", "{" + RULES + more + "}");
  }

  private static void deployment(Scene scene, String name) {
    run(scene, name, Manifests.deployment(scene, name, 1));
  }

  private static void privileged(Scene scene, String name) {
    run(
        scene,
        name,
        Manifests.deployment(scene, name, 1)
            .replace("{name: app,", "{name: app, securityContext: {privileged: true},"));
  }

  private static void run(Scene scene, String name, String manifest) {
    scene.apply(manifest);
    Await.until(
        "pod of " + name,
        Scene.SOON,
        () -> assertThat(scene.pods(name)).hasSize(1).allSatisfy(Live::assertReady));
  }

  private static Map<String, String> labels(Scene scene, String node) {
    return scene.node(node).getMetadata().getLabels();
  }

  private static void held(Scene scene, String message) {
    ShutGate.await(scene, "NodesUnsupported", said -> assertThat(said).isEqualTo(message));
  }
}
