package dev.palisade.controller.gather;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.Palisade;
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
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
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

  static Surroundings of(
      SecurityPolicy policy,
      NamespaceObjects all,
      FilterWatchListDeletable<io.fabric8.kubernetes.api.model.Pod, PodList, ?> pods,
      List<RolloutCommand> commands,
      Fleet fleet) {
    List<SecurityPolicy> others =
        all.policies().stream()
            .filter(p -> !p.getMetadata().getUid().equals(policy.getMetadata().getUid()))
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .toList();
    List<Workload> workloads =
        all.deployments().stream()
            .filter(d -> d.getMetadata().getDeletionTimestamp() == null)
            .filter(d -> matches(policy, d) || carries(policy, d))
            .map(d -> workload(d, all.replicaSets(), policy, others))
            .toList();
    List<Pod> own =
        workloads.isEmpty()
            ? List.of()
            : PodFacts.of(
                pods(pods, policy, workloads), all.replicaSets(), fleet.nodes(), fleet.states());
    return new Surroundings(
        workloads,
        own,
        commands.stream()
            .filter(Surroundings::open)
            .filter(c -> concerns(c.getSpec(), policy.getMetadata().getName()))
            .sorted(Comparator.comparing(c -> c.getMetadata().getCreationTimestamp()))
            .toList());
  }

  private static boolean matches(SecurityPolicy policy, Deployment d) {
    return Selectors.matches(
        policy.getSpec().podSelector, d.getSpec().getTemplate().getMetadata().getLabels());
  }

  private static boolean carries(SecurityPolicy policy, Deployment d) {
    Map<String, String> annotations = d.getSpec().getTemplate().getMetadata().getAnnotations();
    String revision = annotations == null ? null : annotations.get(Palisade.REVISION);
    return revision != null && Revision.policyOf(revision).equals(policy.getMetadata().getName());
  }

  private static Workload workload(
      Deployment d,
      List<ReplicaSet> replicaSets,
      SecurityPolicy policy,
      List<SecurityPolicy> others) {
    return WorkloadFacts.of(
        d,
        replicaSets,
        matches(policy, d),
        others.stream().filter(o -> matches(o, d)).map(o -> o.getMetadata().getName()).toList());
  }

  /** The selector serves the API server too, unless a workload outside it still counts. */
  private static List<io.fabric8.kubernetes.api.model.Pod> pods(
      FilterWatchListDeletable<io.fabric8.kubernetes.api.model.Pod, PodList, ?> all,
      SecurityPolicy policy,
      List<Workload> workloads) {
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
