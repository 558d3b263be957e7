package dev.palisade.bed;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Clients of the tests' own process. All have one serialization: each would learn the fields of
 * Kubernetes' types anew, and some tests make one for every node or every start of the operator.
 */
public final class Clients {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Clients() {}

  /** A client for {@code config}, to be built. */
  public static KubernetesClientBuilder of(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(SERIALIZATION);
  }
}
