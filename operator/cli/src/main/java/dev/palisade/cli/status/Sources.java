package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.cli.cluster.Asked;
import dev.palisade.cli.cluster.Helpers;
import dev.palisade.cli.cluster.Source;
import dev.palisade.cli.cluster.Where;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The requests behind {@code status}. */
record Sources(
    Source<SecurityPolicy> policies,
    Source<SecurityProfile> revisions,
    Source<NodeSecurityState> reports,
    Source<Node> nodes,
    Source<Pod> helpers) {

  static Source<SecurityPolicy> policies(KubernetesClient client, Where where) {
    var all = client.resources(SecurityPolicy.class);
    return new Source<>(
        list(client, "securitypolicies.palisade.dev", where),
        true,
        where instanceof Where.Namespace(String name)
            ? all.inNamespace(name)
            : all.inAnyNamespace());
  }

  static Sources of(KubernetesClient client, String namespace, String policy) {
    var one =
        client
            .resources(SecurityPolicy.class)
            .inNamespace(namespace)
            .withField("metadata.name", policy);
    return new Sources(
        new Source<>(list(client, "securitypolicies.palisade.dev", Where.in(namespace)), true, one),
        new Source<>(
            list(client, "securityprofiles.palisade.dev", Where.cluster()),
            false,
            client
                .resources(SecurityProfile.class)
                .withLabel(Palisade.POLICY_NAMESPACE, namespace)
                .withLabel(Palisade.POLICY_NAME, policy)),
        new Source<>(
            list(client, "nodesecuritystates.palisade.dev", Where.cluster()),
            false,
            client.resources(NodeSecurityState.class)),
        new Source<>(list(client, "nodes", Where.cluster()), false, client.nodes()),
        new Source<>(list(client, "pods", Where.allNamespaces()), false, Helpers.request(client)));
  }

  private static Asked list(KubernetesClient client, String resource, Where where) {
    return Asked.of(client, "list", resource, where);
  }
}
