package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.api.v1alpha1.RolloutAction;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.RolloutCommandSpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.controller.effect.LeavesWriter;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.observe.Selectors;
import dev.palisade.observe.WorkloadFacts;
import dev.palisade.rollout.Probe;
import dev.palisade.rollout.Step;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Says how far a command is. What a policy has is given back by the policy's own pass; what no
 * policy claims any more is given back here, one workload at a time.
 */
public final class CommandReconciler implements Reconciler<RolloutCommand> {
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final LeavesWriter leaves;
  private final StatusWriter statuses;
  private final Clock clock;

  CommandReconciler(
      KubernetesClient client, LeavesWriter leaves, StatusWriter statuses, Clock clock) {
    this.client = client;
    this.leaves = leaves;
    this.statuses = statuses;
    this.clock = clock;
  }

  @Override
  public UpdateControl<RolloutCommand> reconcile(
      RolloutCommand cached, Context<RolloutCommand> context) {
    RolloutCommand command = client.resource(cached).get();
    if (command == null || over(command)) {
      return UpdateControl.noUpdate();
    }
    return command.getSpec().action == RolloutAction.Release
        ? release(command)
        : addressed(command);
  }

  private static boolean over(RolloutCommand c) {
    return c.getStatus() != null
        && (c.getStatus().phase == CommandPhase.Done
            || c.getStatus().phase == CommandPhase.Refused);
  }

  /** Retry and Abort are done by the policy they name, if there is one. */
  private UpdateControl<RolloutCommand> addressed(RolloutCommand command) {
    String namespace = command.getMetadata().getNamespace();
    String policy = command.getSpec().policyName;
    if (client.resources(SecurityPolicy.class).inNamespace(namespace).withName(policy).get()
        == null) {
      statuses.write(
          command,
          CommandPhase.Refused,
          "there is no SecurityPolicy " + policy + " in namespace " + namespace,
          now());
    }
    return UpdateControl.noUpdate();
  }

  private UpdateControl<RolloutCommand> release(RolloutCommand command) {
    List<Workload> targets = targets(command);
    Optional<String> unknown = unknown(command.getSpec(), targets);
    if (unknown.isPresent()) {
      statuses.write(command, CommandPhase.Refused, "there is no " + unknown.get(), now());
      return UpdateControl.noUpdate();
    }
    List<Workload> carrying = targets.stream().filter(w -> w.template().carriesOurs()).toList();
    List<Workload> rolling = targets.stream().filter(w -> !w.settled()).toList();
    if (carrying.isEmpty() && rolling.isEmpty()) {
      statuses.write(
          command, CommandPhase.Done, "%d workloads released".formatted(targets.size()), now());
      return UpdateControl.noUpdate();
    }
    String message =
        "%d of %d workloads released".formatted(targets.size() - carrying.size(), targets.size());
    Optional<Workload> next =
        rolling.isEmpty()
            ? carrying.stream().filter(w -> !w.matches()).findFirst()
            : Optional.empty();
    if (next.isPresent()) {
      Step.Apply step = new Step.Apply(next.get(), Optional.empty(), false, "released by command");
      switch (leaves.probe(step)) {
        case Probe.Refused(String why) -> message += "; " + next.get().id() + ": " + why;
        case Probe.Unanswered(String why) -> message += "; " + next.get().id() + ": " + why;
        case Probe.Accepted ignored -> {
          return give(command, step, message);
        }
        case Probe.Conflict ignored -> {
          return give(command, step, message);
        }
      }
    }
    statuses.write(command, CommandPhase.Running, message, now());
    return UpdateControl.<RolloutCommand>noUpdate().rescheduleAfter(AGAIN);
  }

  private UpdateControl<RolloutCommand> give(
      RolloutCommand command, Step.Apply step, String message) {
    statuses.write(command, CommandPhase.Running, message, now());
    leaves.apply(step);
    return UpdateControl.<RolloutCommand>noUpdate().rescheduleAfter(AGAIN);
  }

  /** {@code matches} says here whether some policy takes care of the workload. */
  private List<Workload> targets(RolloutCommand command) {
    String namespace = command.getMetadata().getNamespace();
    List<SecurityPolicy> policies =
        client.resources(SecurityPolicy.class).inNamespace(namespace).list().getItems();
    return client.apps().deployments().inNamespace(namespace).list().getItems().stream()
        .map(d -> WorkloadFacts.of(d, List.of(), claimed(d, policies), List.of()))
        .filter(w -> named(command.getSpec(), w))
        .toList();
  }

  private static boolean claimed(Deployment d, List<SecurityPolicy> policies) {
    return policies.stream()
        .anyMatch(p ->
            Selectors.matches(
                p.getSpec().podSelector, d.getSpec().getTemplate().getMetadata().getLabels()));
  }

  private static boolean named(RolloutCommandSpec spec, Workload w) {
    return Boolean.TRUE.equals(spec.all)
        ? w.template().carriesOurs() || w.matches()
        : spec.workloads.stream().anyMatch(r -> r.kind.equals(w.kind()) && r.name.equals(w.name()));
  }

  private static Optional<String> unknown(RolloutCommandSpec spec, List<Workload> targets) {
    return Boolean.TRUE.equals(spec.all)
        ? Optional.empty()
        : spec.workloads.stream()
            .filter(r -> targets.stream().noneMatch(w -> w.name().equals(r.name)))
            .findFirst()
            .map(r -> r.kind + " " + r.name);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
