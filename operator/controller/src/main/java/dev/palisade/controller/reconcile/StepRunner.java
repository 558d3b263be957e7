package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.CommandPhase;
import dev.palisade.controller.effect.LeavesWriter;
import dev.palisade.controller.effect.NodeLabels;
import dev.palisade.controller.effect.ProfileWriter;
import dev.palisade.controller.effect.StatusWriter;
import dev.palisade.controller.gather.Surroundings;
import dev.palisade.controller.metrics.OperatorMetrics;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Step;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a plan says, in its order. */
final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);
  private final LeavesWriter leaves;
  private final ProfileWriter profiles;
  private final NodeLabels nodes;
  private final StatusWriter status;
  private final OperatorMetrics metrics;

  StepRunner(
      LeavesWriter leaves,
      ProfileWriter profiles,
      NodeLabels nodes,
      StatusWriter status,
      OperatorMetrics metrics) {
    this.leaves = leaves;
    this.profiles = profiles;
    this.nodes = nodes;
    this.status = status;
    this.metrics = metrics;
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
    String word = step.getClass().getSimpleName();
    boolean done = false;
    try {
      act(step, around);
      done = true;
    } finally {
      metrics.step(word, done);
      var line =
          LOG.atInfo()
              .addKeyValue("namespace", policy.namespace())
              .addKeyValue("policy", policy.name())
              .addKeyValue("step", word);
      for (var about : subject(step).entrySet()) {
        line = line.addKeyValue(about.getKey(), about.getValue());
      }
      line.addKeyValue("reason", step.reason()).log(done ? "step done" : "step failed");
    }
  }

  /** What the step is about, by log keys. */
  private static Map<String, String> subject(Step step) {
    return switch (step) {
      case Step.Apply apply ->
          apply.leaves().isEmpty()
              ? Map.of("workload", apply.workload().id())
              : Map.of(
                  "workload", apply.workload().id(), "revision", apply.leaves().get().revision());
      case Step.SetLoad load -> Map.of("revision", load.revision().name());
      case Step.DeleteRevision delete -> Map.of("revision", delete.revision().name());
      case Step.SetAvoidLabel label -> Map.of("node", label.node(), "label", label.need().label());
      case Step.FinishCommand finish -> Map.of("command", finish.command());
    };
  }

  private void act(Step step, Surroundings around) {
    switch (step) {
      case Step.Apply apply -> leaves.apply(apply);
      case Step.SetLoad load -> profiles.load(load.revision(), load.all());
      case Step.DeleteRevision delete -> profiles.delete(delete.revision());
      case Step.SetAvoidLabel label -> nodes.avoid(label.node(), label.need(), label.present());
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
