package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.AppArmorReason;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.bed.Await;
import dev.palisade.bed.Clients;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.controller.helm.HelmRelease;
import dev.palisade.controller.installation.InstallationCheck;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The program of {@code helm test}. An installation of its own, in the scene's namespace, for the
 * stubs of all scenes are in the chart's; only what is said of the scene is looked at.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class InstallationCheckIT {
  private record Said(int exit, List<String> lines) {}

  @Test
  void namesWhatIsMissingUntilAllIsThere(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 0)) {
      String namespace = scene.namespace();
      String node = namespace + "-own";
      try {
        FakeNode.create(client, namespace, node, Map.of());
        assertThat(said(client, namespace).lines())
            .contains(
                "Deployment palisade-operator is not there",
                "DaemonSet palisade-helper is not there",
                "helm upgrade palisade -n " + namespace + " makes it again");

        scene.apply(workload("Deployment", "operator", namespace));
        scene.apply(workload("DaemonSet", "helper", namespace));
        Await.until(
            "pods of both",
            Scene.SOON,
            () ->
                assertThat(said(client, namespace).lines())
                    .contains(
                        "no operator leads: the Lease palisade-operator is held by nobody",
                        "node " + node + " has no NodeSecurityState, or an empty one"));

        scene.apply(lease(pod(client, namespace, "operator").getMetadata().getName() + "_1f"));
        report(client, node, "before-" + bootId(client, node));
        Said earlier = said(client, namespace);
        assertThat(earlier.exit()).isEqualTo(1);
        assertThat(earlier.lines())
            .contains(
                "node "
                    + node
                    + " has a NodeSecurityState of an earlier boot, or by an earlier helper")
            .noneMatch(line -> line.startsWith("no operator leads"));

        report(client, node, bootId(client, node));
        Said well = said(client, namespace);
        assertThat(well.lines())
            .first()
            .asString()
            .startsWith("Palisade works: one of 1 operators leads; 1 of ");
        assertThat(well.exit()).isZero();
      } finally {
        client.resources(NodeSecurityState.class).withName(node).delete();
        client.nodes().withName(node).delete();
      }
    }
  }

  @Test
  void itsAccountMayLookAtAllThatItLooksAt(KubernetesClient client) {
    Crds.install(client);
    SystemNamespace.install(client);
    try (KubernetesClient account =
        Clients.of(SystemNamespace.unbound(client, "palisade-test")).build()) {
      assertThat(said(account, FakeNode.SYSTEM).lines())
          .contains("Deployment palisade-operator is not there")
          .noneMatch(line -> line.contains("could not be asked"));
    }
  }

  private static String workload(String kind, String part, String namespace) {
    return """
    apiVersion: apps/v1
    kind: %1$s
    metadata: {name: palisade-%2$s}
    spec:
      selector: {matchLabels: {app.kubernetes.io/name: palisade-%2$s}}
      template:
        metadata: {labels: {app.kubernetes.io/name: palisade-%2$s}}
        spec:
          nodeSelector: {it.palisade.dev/scene: %3$s}
          tolerations: [{operator: Exists}]
          containers: [{name: app, image: example.com/app:1}]
    """
        .formatted(kind, part, namespace);
  }

  private static String lease(String holder) {
    return """
    apiVersion: coordination.k8s.io/v1
    kind: Lease
    metadata: {name: palisade-operator}
    spec: {holderIdentity: %1$s}
    """
        .formatted(holder);
  }

  private static void report(KubernetesClient client, String node, String bootId) {
    NodeSecurityState state = new NodeSecurityState();
    state.getMetadata().setName(node);
    NodeSecurityStatus status = new NodeSecurityStatus();
    status.bootID = bootId;
    status.helper = new NodeSecurityStatus.HelperReference();
    status.helper.podUID =
        pod(client, node.substring(0, node.length() - "-own".length()), "helper")
            .getMetadata()
            .getUid();
    status.appArmor = new NodeSecurityStatus.AppArmor();
    status.appArmor.capable = true;
    status.appArmor.reason = AppArmorReason.Capable;
    status.appArmor.since = Instant.EPOCH.toString();
    state.setStatus(status);
    client.resource(state).fieldManager("it").forceConflicts().serverSideApply();
  }

  private static String bootId(KubernetesClient client, String node) {
    return client.nodes().withName(node).get().getStatus().getNodeInfo().getBootID();
  }

  private static Pod pod(KubernetesClient client, String namespace, String part) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/name", "palisade-" + part)
        .list()
        .getItems()
        .getFirst();
  }

  private static Said said(KubernetesClient client, String namespace) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      int exit =
          InstallationCheck.run(
              client, new HelmRelease("palisade", namespace, "1"), Duration.ZERO, print);
      return new Said(
          exit, out.toString(StandardCharsets.UTF_8).lines().map(String::strip).toList());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
