package dev.palisade.it;

import static dev.palisade.it.Live.assertCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.it.StubNode.Pretence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nodes that join and nodes that are drained in the middle of a roll. */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class NodesComeAndGoIT {
  private static final Map<String, String> SLOW = Map.of("test.palisade.dev/ready-after", "2s");
  private static final Duration LONG = Duration.ofMinutes(2);

  @Test
  void aNodeThatJoinsIsVerifiedBeforeTheNextApply(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      scene.startOperator();
      scene.apply(labelled(Manifests.deployment(scene, "a-first", 2, SLOW)));
      scene.apply(labelled(Manifests.deployment(scene, "b-second", 2, SLOW)));
      scene.apply(policy("/v1/**"));
      String before = verified(scene, null);
      // Until it is Ready no pod can land there: it holds nothing up.
      String joining = scene.fleet().addNotReady();
      try (History<SecurityPolicy> policies = History.of(scene.policies("joined"));
          History<NodeSecurityState> reports =
              History.of(
                  client.resources(NodeSecurityState.class).withField("metadata.name", joining));
          History<Deployment> versions = History.of(scene.deployments("b-second"))) {
        scene.apply(policy("/v2/**"));
        Await.until(
            "the first workload rolls",
            Scene.SOON,
            () ->
                assertThat(Live.templateRevision(scene.deployment("a-first")))
                    .isNotNull()
                    .isNotEqualTo(before));
        String after = scene.policy("joined").getStatus().updateRevision;
        assertThat(Live.templateRevision(scene.deployment("b-second"))).isEqualTo(before);

        scene.fleet().becomesReady(joining, Pretence.NONE.delayed(Duration.ofSeconds(8)));

        assertThat(verified(scene, before)).isEqualTo(after);
        String profile =
            PodFields.containerProfile(scene.pods("a-first").getFirst(), "app").orElseThrow();
        long loaded =
            reports.all().stream()
                .filter(r -> has(r, profile))
                .mapToLong(NodesComeAndGoIT::version)
                .min()
                .orElseThrow();
        assertThat(versions.all().stream().filter(d -> after.equals(Live.templateRevision(d))))
            .as("the second workload was applied after the new node had it")
            .isNotEmpty()
            .allSatisfy(d -> assertThat(version(d)).isGreaterThan(loaded));
        assertThat(policies.all())
            .as("what it waited for is said")
            .anySatisfy(p ->
                assertThat(Live.conditions(p))
                    .anySatisfy(c -> {
                      assertThat(c.getType() + c.getStatus()).isEqualTo("LoadedFalse");
                      assertThat(c.getMessage()).contains("node " + joining);
                    }));
        assertThat(policies.all().stream().filter(p -> version(p) < loaded))
            .as("not called proven while the new node had not verified it")
            .noneMatch(p ->
                after.equals(p.getStatus().updateRevision)
                    && Live.conditions(p).stream().anyMatch(c -> c.getReason().equals("Verified")));
        assertThat(reports.all().stream().filter(r -> !has(r, profile)))
            .as("pods on the new node before it had their profile are not called enforced")
            .noneMatch(r ->
                pods(r)
                    .anyMatch(p -> after.equals(p.revision) && p.verdict == PodVerdict.Enforced));
      }
      assertThat(scene.policy("joined").getStatus().failedRevisions).isNullOrEmpty();
    }
  }

  @Test
  void aDrainInTheMiddleIsNoFailure(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 3)) {
      scene.startOperator();
      scene.apply(labelled(Manifests.deployment(scene, "drained", 4, SLOW)));
      client
          .resource(
              new PodDisruptionBudgetBuilder()
                  .withNewMetadata()
                  .withNamespace(scene.namespace())
                  .withName("drained")
                  .endMetadata()
                  .withNewSpec()
                  .withMinAvailable(new IntOrString(3))
                  .withNewSelector()
                  .addToMatchLabels("app", "drained")
                  .endSelector()
                  .endSpec()
                  .build())
          .create();
      scene.apply(policy("/v1/**"));
      String before = verified(scene, null);
      try (History<Deployment> versions = History.of(scene.deployments("drained"))) {
        scene.apply(policy("/v2/**"));
        Await.until(
            "rolling",
            Scene.SOON,
            () ->
                assertThat(Live.templateRevision(scene.deployment("drained")))
                    .isNotEqualTo(before));
        // The newest pod may not have a node yet.
        String node =
            scene.pods("drained").stream()
                .map(pod -> pod.getSpec().getNodeName())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();

        scene.fleet().cordon(node);
        // What happens there no longer counts: it may stop verifying anything.
        scene.helpers().pretend(node, Pretence::withNeverLoads);
        Await.until("drained", LONG, () -> evict(scene, node));

        String after = verified(scene, before);
        assertThat(Live.templateRevisions(versions.all())).containsExactly(before, after);
      }
      assertThat(scene.pods("drained"))
          .hasSize(4)
          .allSatisfy(pod -> assertThat(pod.getSpec().getNodeName()).isNotNull());
      assertThat(scene.policy("joined").getStatus().failedRevisions).isNullOrEmpty();
      assertCondition(scene.policy("joined"), "Degraded", "False", "AsExpected");
    }
  }

  /** As {@code kubectl drain}: evictions that the budget refuses are tried again. */
  private static void evict(Scene scene, String node) {
    List<Pod> there =
        scene.pods("drained").stream()
            .filter(p -> node.equals(p.getSpec().getNodeName()))
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .toList();
    // False where the budget says no, or the pod is gone.
    there.forEach(pod -> scene.client().pods().resource(pod).evict());
    assertThat(there).isEmpty();
  }

  /** One policy for both workloads, one at a time. */
  private static String policy(String path) {
    return Manifests.policy("joined", path, "{rollout: {maxConcurrentWorkloads: 1}}")
        .replace("matchLabels: {app: joined}", "matchLabels: {governed: \"yes\"}");
  }

  private static String labelled(String deployment) {
    return deployment.replace("tier: web}", "tier: web, governed: \"yes\"}");
  }

  private static String verified(Scene scene, String before) {
    return scene
        .await(
            "joined",
            "verified",
            LONG,
            policy -> {
              assertCondition(policy, "Ready", "True", "Verified");
              assertThat(policy.getStatus().updateRevision).isNotEqualTo(before);
            })
        .getStatus()
        .updateRevision;
  }

  private static Stream<NodeSecurityStatus.Pod> pods(NodeSecurityState report) {
    return report.getStatus().pods == null ? Stream.empty() : report.getStatus().pods.stream();
  }

  private static boolean has(NodeSecurityState report, String profile) {
    return report.getStatus().profiles.stream().anyMatch(p -> p.name.equals(profile));
  }

  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
