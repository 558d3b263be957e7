package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.observe.NodeFacts;
import dev.palisade.rollout.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes, helper pods and reports, read live (I2).
 *
 * @param states by node name
 */
public record Fleet(List<Node> nodes, Map<String, NodeSecurityState> states) {
  private static final Map<String, String> HELPER =
      Map.of("app.kubernetes.io/name", "palisade-helper");

  public static Fleet read(KubernetesClient client, String helperNamespace) {
    Map<String, NodeSecurityState> states = new HashMap<>();
    client
        .resources(NodeSecurityState.class)
        .list()
        .getItems()
        .forEach(s -> states.put(s.getMetadata().getName(), s));
    Map<String, Pod> helpers = new HashMap<>();
    client.pods().inNamespace(helperNamespace).withLabels(HELPER).list().getItems().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .filter(p -> p.getSpec().getNodeName() != null)
        .forEach(p -> helpers.put(p.getSpec().getNodeName(), p));
    List<Node> nodes =
        client.nodes().list().getItems().stream()
            .map(n ->
                NodeFacts.of(
                    n,
                    Optional.ofNullable(helpers.get(n.getMetadata().getName())),
                    Optional.ofNullable(states.get(n.getMetadata().getName()))))
            .toList();
    return new Fleet(nodes, states);
  }
}
