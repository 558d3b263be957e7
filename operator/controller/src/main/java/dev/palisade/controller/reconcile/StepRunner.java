package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.controller.effect.LeavesWriter;
import dev.palisade.controller.effect.NodeLabels;
import dev.palisade.controller.effect.ProfileWriter;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.controller.gather.Surroundings;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Step;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a plan says, in its order. */
final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);
  private final LeavesWriter leaves;
  private final ProfileWriter profiles;
  private final NodeLabels nodes;
  private final StatusWriter status;

  StepRunner(LeavesWriter leaves, ProfileWriter profiles, NodeLabels nodes, StatusWriter status) {
    this.leaves = leaves;
    this.profiles = profiles;
    this.nodes = nodes;
    this.status = status;
  }

  /**
   * In their order. An apply that fails keeps those of other workloads from nothing.
   *
   * @throws KubernetesClientException the first failure, after all other steps
   */
  void runAll(List<Step> plan, Policy policy, Surroundings around) {
    List<KubernetesClientException> failures = new ArrayList<>();
    for (Step step : plan) {
      try {
        run(step, policy, around);
      } catch (KubernetesClientException e) {
        if (!(step instanceof Step.Apply)) {
          throw e;
        }
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  private void run(Step step, Policy policy, Surroundings around) {
    LOG.atInfo()
        .addKeyValue("namespace", policy.namespace())
        .addKeyValue("policy", policy.name())
        .addKeyValue("step", step.getClass().getSimpleName())
        .addKeyValue("reason", step.reason())
        .log("step");
    switch (step) {
      case Step.Apply apply -> leaves.apply(apply);
      case Step.SetLoad load -> profiles.load(load.revision(), load.all());
      case Step.DeleteRevision delete -> profiles.delete(delete.revision());
      case Step.SetAvoidLabel label -> nodes.avoid(label.node(), label.present());
      case Step.FinishCommand finish ->
          around
              .commandObject(finish.command())
              .ifPresent(c ->
                  status.write(
                      c,
                      finish.refused() ? CommandPhase.Refused : CommandPhase.Done,
                      finish.reason(),
                      finish.at()));
    }
  }
}
