package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.RolloutCommandSpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.observe.PodFacts;
import dev.palisade.observe.Selectors;
import dev.palisade.observe.WorkloadFacts;
import dev.palisade.rollout.Command;
import dev.palisade.rollout.Pod;
import dev.palisade.rollout.Revision;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy finds in its namespace, read live: its workloads, their pods, and the commands for
 * it.
 */
public record Surroundings(
    List<Workload> workloads, List<Pod> pods, List<RolloutCommand> commandObjects) {

  public static Surroundings read(KubernetesClient client, SecurityPolicy policy, Fleet fleet) {
    String namespace = policy.getMetadata().getNamespace();
    List<SecurityPolicy> others =
        client.resources(SecurityPolicy.class).inNamespace(namespace).list().getItems().stream()
            .filter(p -> !p.getMetadata().getUid().equals(policy.getMetadata().getUid()))
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .toList();
    List<ReplicaSet> replicaSets =
        client.apps().replicaSets().inNamespace(namespace).list().getItems();
    List<Workload> workloads =
        client.apps().deployments().inNamespace(namespace).list().getItems().stream()
            .filter(d -> d.getMetadata().getDeletionTimestamp() == null)
            .map(d -> workload(d, replicaSets, policy, others))
            .filter(w ->
                w.matches()
                    || Revision.policyOf(w.template().revision())
                        .equals(policy.getMetadata().getName()))
            .toList();
    List<Pod> pods =
        workloads.isEmpty()
            ? List.of()
            : PodFacts.of(
                pods(client, policy, workloads), replicaSets, fleet.nodes(), fleet.states());
    return new Surroundings(
        workloads,
        pods,
        client.resources(RolloutCommand.class).inNamespace(namespace).list().getItems().stream()
            .filter(Surroundings::open)
            .filter(c -> concerns(c.getSpec(), policy.getMetadata().getName()))
            .sorted(Comparator.comparing(c -> c.getMetadata().getCreationTimestamp()))
            .toList());
  }

  private static Workload workload(
      Deployment d,
      List<ReplicaSet> replicaSets,
      SecurityPolicy policy,
      List<SecurityPolicy> others) {
    Map<String, String> labels = d.getSpec().getTemplate().getMetadata().getLabels();
    return WorkloadFacts.of(
        d,
        replicaSets,
        Selectors.matches(policy.getSpec().podSelector, labels),
        others.stream()
            .filter(o -> Selectors.matches(o.getSpec().podSelector, labels))
            .map(o -> o.getMetadata().getName())
            .toList());
  }

  /** The selector serves the API server too, unless a workload outside it still counts. */
  private static List<io.fabric8.kubernetes.api.model.Pod> pods(
      KubernetesClient client, SecurityPolicy policy, List<Workload> workloads) {
    var all = client.pods().inNamespace(policy.getMetadata().getNamespace());
    return workloads.stream().allMatch(Workload::matches)
        ? all.withLabelSelector(policy.getSpec().podSelector).list().getItems()
        : all.list().getItems();
  }

  private static boolean open(RolloutCommand c) {
    return c.getStatus() == null
        || (c.getStatus().phase != CommandPhase.Done
            && c.getStatus().phase != CommandPhase.Refused);
  }

  private static boolean concerns(RolloutCommandSpec spec, String policy) {
    return spec.policyName == null || spec.policyName.equals(policy);
  }

  /** The commands as the planner takes them. */
  public List<Command> commands() {
    return commandObjects.stream().map(Surroundings::command).toList();
  }

  private static Command command(RolloutCommand c) {
    String name = c.getMetadata().getName();
    RolloutCommandSpec spec = c.getSpec();
    return switch (spec.action) {
      case Retry -> new Command.Retry(name);
      case Abort -> new Command.Abort(name);
      case Release ->
          new Command.Release(
              name,
              Boolean.TRUE.equals(spec.all),
              spec.workloads == null
                  ? List.of()
                  : spec.workloads.stream().map(w -> w.kind + "/" + w.name).toList());
    };
  }

  public Optional<RolloutCommand> commandObject(String name) {
    return commandObjects.stream().filter(c -> c.getMetadata().getName().equals(name)).findFirst();
  }
}
