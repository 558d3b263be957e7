package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.api.v1alpha1.RolloutCommandSpec;
import dev.palisade.cli.ExitCode;
import dev.palisade.cli.cluster.ClusterOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** An order about one policy. */
final class PolicyOrder {
  private PolicyOrder() {}

  static int give(
      RolloutAction action,
      String policy,
      ClusterOptions cluster,
      WaitOptions wait,
      Telling telling)
      throws InterruptedException {
    try (KubernetesClient client = cluster.connect()) {
      Orders orders = new Orders(client);
      String namespace = cluster.namespace(client);
      orders.requirePolicy(namespace, policy);
      RolloutCommandSpec order = new RolloutCommandSpec();
      order.action = action;
      order.policyName = policy;
      Ending.of(client, List.of(orders.create(namespace, order)), wait, telling);
    }
    return ExitCode.OK;
  }
}
