package dev.palisade.controller.effect;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The finalizer of a policy with {@code deletionPolicy: Release}. */
public final class PolicyFinalizer {
  private final KubernetesClient client;

  public PolicyFinalizer(KubernetesClient client) {
    this.client = client;
  }

  public static boolean on(SecurityPolicy policy) {
    return policy.getMetadata().getFinalizers().contains(Palisade.RELEASE_FINALIZER);
  }

  public SecurityPolicy add(SecurityPolicy policy) {
    return client
        .resource(policy)
        .edit(p -> {
          p.getMetadata().getFinalizers().add(Palisade.RELEASE_FINALIZER);
          return p;
        });
  }

  public SecurityPolicy remove(SecurityPolicy policy) {
    return client
        .resource(policy)
        .edit(p -> {
          p.getMetadata().getFinalizers().remove(Palisade.RELEASE_FINALIZER);
          return p;
        });
  }
}
