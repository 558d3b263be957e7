package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What all policies of a namespace look at. Passes share it: it is read, never changed. */
record NamespaceObjects(
    List<SecurityPolicy> policies, List<Deployment> deployments, List<ReplicaSet> replicaSets) {

  static NamespaceObjects read(KubernetesClient client, String namespace) {
    List<SecurityPolicy> policies =
        client.resources(SecurityPolicy.class).inNamespace(namespace).list().getItems();
    List<ReplicaSet> replicaSets =
        client.apps().replicaSets().inNamespace(namespace).list().getItems();
    return new NamespaceObjects(
        policies,
        client.apps().deployments().inNamespace(namespace).list().getItems(),
        replicaSets);
  }
}
