package dev.palisade.controller.installation;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.controller.gather.Fleet;
import dev.palisade.observe.Affinities;
import dev.palisade.rollout.Placement;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads an installation from the API server. */
final class Seen {
  private static final String OPERATOR = "palisade-operator";
  private static final String HELPER = "palisade-helper";
  private static final Map<String, String> OPERATOR_PODS =
      Map.of("app.kubernetes.io/name", OPERATOR);

  /**
   * Taints that the DaemonSet controller has its pods tolerate.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations">Taints
   *     and tolerations</a>
   */
  private static final List<Placement.Toleration> OF_DAEMONS =
      Stream.of(
              "not-ready",
              "unreachable",
              "disk-pressure",
              "memory-pressure",
              "pid-pressure",
              "unschedulable",
              "network-unavailable")
          .map(taint -> new Placement.Toleration("node.kubernetes.io/" + taint, "Exists", "", ""))
          .toList();

  private Seen() {}

  static Installation of(KubernetesClient client, String namespace) {
    Set<String> missing = missing(client);
    return missing.isEmpty()
        ? new Installation(
            missing,
            operators(client, namespace),
            Optional.ofNullable(
                    client.apps().daemonSets().inNamespace(namespace).withName(HELPER).get())
                .map(Seen::placement),
            Fleet.read(client, namespace).nodes())
        : Installation.without(missing);
  }

  /** By discovery, which every account may ask for. */
  private static Set<String> missing(KubernetesClient client) {
    APIResourceList list = client.getApiResources(Palisade.GROUP + "/" + Palisade.VERSION);
    Set<String> missing =
        Palisade.KINDS.stream()
            .map(HasMetadata::getPlural)
            .map(plural -> plural + "." + Palisade.GROUP)
            .collect(Collectors.toCollection(TreeSet::new));
    if (list != null) {
      list.getResources().stream()
          .map(APIResource::getName)
          .forEach(plural -> missing.remove(plural + "." + Palisade.GROUP));
    }
    return missing;
  }

  private static Optional<Operators> operators(KubernetesClient client, String namespace) {
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName(OPERATOR).get();
    if (deployment == null) {
      return Optional.empty();
    }
    DeploymentStatus status = deployment.getStatus();
    boolean observed =
        status != null
            && status.getObservedGeneration() != null
            && status.getObservedGeneration() >= deployment.getMetadata().getGeneration();
    Lease lease = client.leases().inNamespace(namespace).withName(OPERATOR).get();
    return Optional.of(
        new Operators(
            deployment.getSpec().getReplicas(),
            observed ? number(status.getUpdatedReplicas()) : 0,
            observed ? number(status.getAvailableReplicas()) : 0,
            client
                .pods()
                .inNamespace(namespace)
                .withLabels(OPERATOR_PODS)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet()),
            lease == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity()));
  }

  private static int number(Integer n) {
    return n == null ? 0 : n;
  }

  private static Placement placement(DaemonSet set) {
    Placement asked = Affinities.placement(set.getSpec().getTemplate().getSpec());
    return new Placement(
        asked.nodeSelector(),
        asked.terms(),
        Stream.concat(asked.tolerations().stream(), OF_DAEMONS.stream()).toList(),
        asked.ownAffinity(),
        asked.avoids());
  }
}
