package dev.palisade.controller.effect;

import dev.palisade.rollout.Need;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Node labels {@code palisade.dev/avoid} and {@code palisade.dev/avoid-devices}. */
public final class NodeLabels {
  private final KubernetesClient client;

  public NodeLabels(KubernetesClient client) {
    this.client = client;
  }

  public void avoid(String node, Need need, boolean present) {
    client
        .nodes()
        .withName(node)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"%s\":%s}}}"
                .formatted(need.label(), present ? "\"true\"" : "null"));
  }
}
