package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.RolloutSpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.UnsupportedNodes;
import dev.palisade.bed.Await;
import dev.palisade.bed.Change;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No pod is touched before its revision is proven wherever it may land (I2). */
@Tag("nightly")
class GateE2E extends PalisadeCase {
  private static final String WITHOUT = "node3";
  private static final Duration QUIET = Duration.ofSeconds(5);

  @Test
  void aNodeRebootedBetweenVerifyAndApplyIsProvenAgainFirst() {
    DemoApp app = DemoApp.deploy(scene, d -> d.getSpec().setReplicas(1));
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);
    Policies policies = new Policies(scene);
    String node = new Reports(scene).capableNodes().getFirst();

    SecurityPolicy applied;
    try (LocalOperator operator = LocalOperator.insteadOf(scene, () -> bootIsProven(node));
        PolicyTimeline seen = PolicyTimeline.of(scene, DemoApp.NAME)) {
      applied = policies.apply("demo/policy-v2.yaml", p -> {});
      operator.awaitGateOpen();
      String before = bootID(node);
      scene.bed().run("reboot", node, "--wait");
      assertThat(bootID(node)).isNotEqualTo(before);
      assertThat(bootIsProven(node)).as("%s has reported under its new boot", node).isFalse();
      operator.goOn();

      policies.awaitVerified(applied);
      assertThat(operator.applies())
          .as("at each apply: whether the report of %s was of its present boot", node)
          .containsExactly(true);
      assertThat(seen.everSaw("Loaded=False/HelperNotReady")).isTrue();
      assertThat(seen.everSaw("Degraded=True/RolledBack")).isFalse();
    }
    app.awaitReady(policies.get(DemoApp.NAME).getStatus().updateRevision);
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo("EACCES create");
  }

  @Test
  void aNodeWithoutAppArmorIsWaitedForOrAvoided() {
    DemoApp app = DemoApp.deploy(scene, GateE2E::runsAnywhere);
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);
    Policies policies = new Policies(scene);

    SecurityPolicy waiting =
        policies.apply("demo/policy-v2.yaml", p -> unsupported(p, UnsupportedNodes.Wait));
    SecurityPolicy seen = policies.awaitCondition(waiting, "Loaded", "False", "NodesUnsupported");
    assertThat(Policies.condition(seen, "Loaded").getMessage())
        .contains("node " + WITHOUT + ": KernelWithoutAppArmor");
    Await.stays(
        "the Deployment is as its owner wrote it",
        QUIET,
        () -> assertThat(app.deployment().get().getMetadata().getGeneration()).isEqualTo(1));

    SecurityPolicy avoiding =
        policies.apply("demo/policy-v2.yaml", p -> unsupported(p, UnsupportedNodes.Avoid));
    scene.atEnd(() -> unlabel(WITHOUT));
    scene.atEnd(() -> policies.delete(DemoApp.NAME));
    String revision = policies.awaitVerified(avoiding).getStatus().updateRevision;

    app.awaitReady(revision);
    assertThat(node(WITHOUT).getMetadata().getLabels()).containsEntry(Palisade.AVOID, "true");
    assertThat(app.pods())
        .extracting(p -> p.getSpec().getNodeName())
        .isNotEmpty()
        .doesNotContain(WITHOUT);
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo("EACCES create");
  }

  private static void runsAnywhere(Deployment deployment) {
    deployment.getSpec().setReplicas(1);
    deployment
        .getSpec()
        .getTemplate()
        .getSpec()
        .getTolerations()
        .add(new TolerationBuilder().withOperator("Exists").build());
  }

  private static void unsupported(SecurityPolicy policy, UnsupportedNodes what) {
    policy.getSpec().unsupportedNodes = what;
    policy.getSpec().rollout = new RolloutSpec();
    policy.getSpec().rollout.nodeDeadlineSeconds = 10;
  }

  /** The operator takes the label off a node that can again; this one never can. */
  private void unlabel(String node) {
    Change.of(
        scene.client().nodes().withName(node),
        n -> n.getMetadata().getLabels().remove(Palisade.AVOID));
  }

  private boolean bootIsProven(String node) {
    NodeSecurityState state =
        scene.client().resources(NodeSecurityState.class).withName(node).get();
    return state.getStatus().bootID.equals(bootID(node));
  }

  private String bootID(String node) {
    return node(node).getStatus().getNodeInfo().getBootID();
  }

  private Node node(String name) {
    return scene.client().nodes().withName(name).get();
  }
}
