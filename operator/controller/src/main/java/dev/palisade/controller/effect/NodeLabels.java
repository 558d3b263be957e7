package dev.palisade.controller.effect;

import dev.palisade.api.v1alpha1.Palisade;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Node label {@code palisade.dev/avoid}. */
public final class NodeLabels {
  private final KubernetesClient client;

  public NodeLabels(KubernetesClient client) {
    this.client = client;
  }

  public void avoid(String node, boolean present) {
    client
        .nodes()
        .withName(node)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"%s\":%s}}}"
                .formatted(Palisade.AVOID, present ? "\"true\"" : "null"));
  }
}
