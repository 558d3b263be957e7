package dev.palisade.cli.cluster;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.observe.NodeFacts;
import dev.palisade.rollout.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Nodes with the helper that lives there and what it reports. */
public final class Helpers {
  private static final String LABEL = "app.kubernetes.io/name";
  private static final String NAME = "palisade-helper";

  private Helpers() {}

  /** The helper pods; the command line does not know the operator's namespace. */
  public static FilterWatchListDeletable<Pod, PodList, ?> request(KubernetesClient client) {
    return client.pods().inAnyNamespace().withLabel(LABEL, NAME);
  }

  /**
   * Nodes as the planner sees them, by name.
   *
   * @param helpers empty if they may not be read: then each report is taken to be of a helper that
   *     runs
   */
  public static List<Node> nodes(
      List<io.fabric8.kubernetes.api.model.Node> nodes,
      List<NodeSecurityState> reports,
      Optional<List<Pod>> helpers) {
    Map<String, NodeSecurityState> byName =
        reports.stream()
            .collect(Collectors.toMap(r -> r.getMetadata().getName(), Function.identity()));
    return nodes.stream()
        .sorted(Comparator.comparing(n -> n.getMetadata().getName()))
        .map(n -> {
          var report = Optional.ofNullable(byName.get(n.getMetadata().getName()));
          return NodeFacts.of(n, helper(n, report, helpers), report);
        })
        .toList();
  }

  private static Optional<Pod> helper(
      io.fabric8.kubernetes.api.model.Node node,
      Optional<NodeSecurityState> report,
      Optional<List<Pod>> helpers) {
    return helpers.isEmpty()
        ? report.flatMap(Helpers::taken)
        : helpers.get().stream()
            .filter(p -> node.getMetadata().getName().equals(p.getSpec().getNodeName()))
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .findFirst();
  }

  private static Optional<Pod> taken(NodeSecurityState report) {
    return Optional.ofNullable(report.getStatus())
        .map(s -> s.helper)
        .map(h ->
            new PodBuilder()
                .withNewMetadata()
                .withUid(h.podUID)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
  }
}
