package dev.palisade.cli.preflight;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.cli.cluster.Asked;
import dev.palisade.cli.cluster.Helpers;
import dev.palisade.cli.cluster.Source;
import dev.palisade.cli.cluster.Where;
import dev.palisade.compile.Bases;
import dev.palisade.compile.Cluster;
import dev.palisade.observe.ClusterScope;
import dev.palisade.rollout.Node;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads what a preflight looks at.
 *
 * @param unread is added to: what this user may not read
 */
record NamespaceReader(KubernetesClient client, String namespace, List<String> unread) {

  NamespaceView read(String policy) {
    Where here = Where.in(namespace);
    return new NamespaceView(
        policies(),
        list(
                "securityprofiles.palisade.dev",
                Where.cluster(),
                false,
                client
                    .resources(SecurityProfile.class)
                    .withLabel(Palisade.POLICY_NAMESPACE, namespace)
                    .withLabel(Palisade.POLICY_NAME, policy))
            .orElse(List.of()),
        list("deployments.apps", here, true, client.apps().deployments().inNamespace(namespace))
            .orElseThrow(),
        others(here),
        nodes());
  }

  Optional<SecurityPolicy> policy(String name) {
    return policies().stream().filter(p -> name.equals(p.getMetadata().getName())).findFirst();
  }

  /** What a policy is compiled with; what may not be read is taken not to be there. */
  Cluster around(SecurityPolicy policy) {
    List<ClusterSecurityPolicy> all =
        ofCluster("clustersecuritypolicies", ClusterSecurityPolicy.class);
    Optional<Map<String, String>> labels =
        all.isEmpty() && !Bases.mayBeWider(policy) ? Optional.empty() : labels();
    return new Cluster(
        ClusterScope.of(
            policy, labels.orElse(Map.of("kubernetes.io/metadata.name", namespace)), all),
        Bases.named(policy).isEmpty()
            ? Map.of()
            : Bases.of(ofCluster("securitybases", SecurityBase.class)),
        labels.map(Cluster.Width::of).orElse(Cluster.Width.UNKNOWN));
  }

  private <T extends HasMetadata> List<T> ofCluster(String plural, Class<T> type) {
    return list(plural + ".palisade.dev", Where.cluster(), false, client.resources(type))
        .orElse(List.of());
  }

  /** Empty where they may not be read. */
  private Optional<Map<String, String>> labels() {
    return list(
            "namespaces",
            Where.cluster(),
            false,
            client.namespaces().withField("metadata.name", namespace))
        .flatMap(found -> found.stream().findFirst())
        .map(n -> n.getMetadata().getLabels());
  }

  private List<SecurityPolicy> policies() {
    return list(
            "securitypolicies.palisade.dev",
            Where.in(namespace),
            true,
            client.resources(SecurityPolicy.class).inNamespace(namespace))
        .orElseThrow();
  }

  private List<NamespaceView.Other> others(Where here) {
    var apps = client.apps();
    return Stream.of(
            others(
                list("daemonsets.apps", here, false, apps.daemonSets().inNamespace(namespace)),
                d -> d.getSpec().getTemplate()),
            others(
                list("statefulsets.apps", here, false, apps.statefulSets().inNamespace(namespace)),
                s -> s.getSpec().getTemplate()),
            others(
                list(
                    "cronjobs.batch",
                    here,
                    false,
                    client.batch().v1().cronjobs().inNamespace(namespace)),
                c -> c.getSpec().getJobTemplate().getSpec().getTemplate()))
        .flatMap(List::stream)
        .toList();
  }

  private static <T extends HasMetadata> List<NamespaceView.Other> others(
      Optional<List<T>> found, Function<T, PodTemplateSpec> template) {
    return found.orElse(List.of()).stream()
        .map(
            o -> new NamespaceView.Other(o.getKind(), o.getMetadata().getName(), template.apply(o)))
        .toList();
  }

  private List<Node> nodes() {
    var nodes = list("nodes", Where.cluster(), false, client.nodes());
    var reports =
        list(
            "nodesecuritystates.palisade.dev",
            Where.cluster(),
            false,
            client.resources(NodeSecurityState.class));
    Optional<List<Pod>> helpers =
        list("pods", Where.allNamespaces(), false, Helpers.request(client));
    return Helpers.nodes(nodes.orElse(List.of()), reports.orElse(List.of()), helpers);
  }

  private <T extends HasMetadata> Optional<List<T>> list(
      String resource,
      Where where,
      boolean needed,
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> request) {
    return new Source<T>(Asked.of(client, "list", resource, where), needed, request).list(unread);
  }
}
