package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** What the other cases stand on: pods run on the scene's nodes, and its stub reports. */
@OnBed(Nodes.NONE)
class SceneIT {
  @Test
  void podsRunOnTheScenesNodesAndTheStubReports(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 2)) {
      scene.apply(Manifests.deployment(scene, "web", 4));

      Await.until(
          "4 pods on the scene's nodes",
          Scene.SOON,
          () ->
              assertThat(scene.pods("web"))
                  .hasSize(4)
                  .allSatisfy(Live::assertReady)
                  .allSatisfy(
                      pod -> assertThat(scene.nodes()).contains(pod.getSpec().getNodeName())));
      Await.until(
          "a report of each node",
          Scene.SOON,
          () ->
              assertThat(scene.nodes())
                  .allSatisfy(node -> {
                    NodeSecurityState state =
                        client.resources(NodeSecurityState.class).withName(node).get();
                    assertThat(state).isNotNull();
                    assertThat(state.getStatus().bootID)
                        .isEqualTo(scene.node(node).getStatus().getNodeInfo().getBootID());
                  }));
    }
  }
}
