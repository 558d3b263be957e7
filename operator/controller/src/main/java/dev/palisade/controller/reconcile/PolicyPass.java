package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.Merged;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.compile.Cluster;
import dev.palisade.controller.compile.BaseTurn;
import dev.palisade.controller.compile.RevisionSource;
import dev.palisade.controller.effect.LeavesWriter;
import dev.palisade.controller.gather.Fleet;
import dev.palisade.controller.gather.LiveReads;
import dev.palisade.controller.gather.OfCluster;
import dev.palisade.controller.gather.Surroundings;
import dev.palisade.controller.metrics.OperatorMetrics;
import dev.palisade.controller.status.Generations;
import dev.palisade.controller.status.StatusCodec;
import dev.palisade.observe.PolicyFacts;
import dev.palisade.observe.RevisionFacts;
import dev.palisade.rollout.Leaves;
import dev.palisade.rollout.Memory;
import dev.palisade.rollout.Plan;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Probe;
import dev.palisade.rollout.Reason;
import dev.palisade.rollout.Revision;
import dev.palisade.rollout.RolloutPlanner;
import dev.palisade.rollout.Snapshot;
import dev.palisade.rollout.Step;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at everything a policy depends on and plans, asking the API server where the plan asks. */
final class PolicyPass {
  /** More rounds than this mean that answers do not lead anywhere. */
  private static final int ROUNDS = 100;

  private final KubernetesClient client;
  private final LiveReads reads;
  private final RevisionSource revisions;
  private final LeavesWriter leaves;
  private final OperatorMetrics metrics;

  PolicyPass(
      KubernetesClient client,
      LiveReads reads,
      RevisionSource revisions,
      LeavesWriter leaves,
      OperatorMetrics metrics) {
    this.client = client;
    this.reads = reads;
    this.revisions = revisions;
    this.leaves = leaves;
    this.metrics = metrics;
  }

  /** The plan, and what it was made from. */
  record Result(
      Plan plan,
      Surroundings surroundings,
      Policy policy,
      List<Merged> clusterPolicies,
      List<Merged> bases,
      Instant now) {}

  Result plan(SecurityPolicy policy, Clock clock) throws InterruptedException {
    List<SecurityProfile> existing = profiles(policy);
    Memory memory = StatusCodec.memory(policy.getStatus());
    boolean deleting = policy.getMetadata().getDeletionTimestamp() != null;
    OfCluster cluster = deleting ? OfCluster.NOTHING : reads.cluster(policy);
    BaseTurn turn = BaseTurn.of(policy, cluster.bases(), existing);
    Policy.Compiled compiled =
        deleting
            ? asItWas(memory, existing)
            : revisions
                .of(
                    policy,
                    new Cluster(cluster.policies(), turn.bases(), cluster.width()),
                    existing)
                .noted(turn.waits());
    Policy facts = PolicyFacts.of(policy, deleting && namespaceTerminating(policy), compiled);
    List<Revision> known = known(existing, compiled);
    Fleet fleet = reads.fleet();
    Surroundings around = reads.surroundings(policy, fleet);
    // Read after looking: what takes long is not taken off a deadline.
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Map<Probe.Key, Probe> answers = new HashMap<>();
    Optional<Set<String>> use = Optional.empty();
    for (int round = 0; round < ROUNDS; round++) {
      Plan plan =
          RolloutPlanner.plan(
              new Snapshot(
                  facts,
                  memory,
                  known,
                  around.workloads(),
                  fleet.nodes(),
                  around.pods(),
                  around.commands(),
                  answers,
                  use),
              now);
      if (plan.probes().isEmpty() && !plan.needsUse()) {
        metrics.fleet(fleet.nodes());
        return new Result(
            plan,
            around,
            facts,
            cluster.policies().stream().map(Generations::of).toList(),
            turn.taken(),
            now);
      }
      for (Step.Apply ask : plan.probes()) {
        Probe answer = leaves.probe(ask);
        metrics.probed(answer);
        answers.put(key(ask), answer);
      }
      if (plan.needsUse()) {
        use = Optional.of(reads.use());
      }
      // Asking takes time: the gate is looked at again before anything is applied (I2).
      fleet = reads.fleet();
    }
    throw new IllegalStateException(
        "planning %s/%s does not end".formatted(facts.namespace(), facts.name()));
  }

  private static Probe.Key key(Step.Apply ask) {
    return new Probe.Key(ask.workload().uid(), ask.leaves().map(Leaves::revision).orElse(""));
  }

  private List<SecurityProfile> profiles(SecurityPolicy policy) {
    return client
        .resources(SecurityProfile.class)
        .withLabel(Palisade.POLICY_UID, policy.getMetadata().getUid())
        .list()
        .getItems();
  }

  /** A policy that goes is not compiled any more. */
  private static Policy.Compiled asItWas(Memory memory, List<SecurityProfile> existing) {
    return existing.stream()
        .filter(p -> memory.updateRevision().equals(Optional.of(p.getMetadata().getName())))
        .findFirst()
        .<Policy.Compiled>map(p -> new Policy.Compiled.Done(RevisionFacts.of(p), List.of()))
        .orElse(new Policy.Compiled.Failed(Reason.INVALID, "deleted before it was compiled"));
  }

  private static List<Revision> known(List<SecurityProfile> existing, Policy.Compiled compiled) {
    List<Revision> known = new ArrayList<>(existing.stream().map(RevisionFacts::of).toList());
    if (compiled instanceof Policy.Compiled.Done(Revision revision, List<String> ignored)
        && known.stream().noneMatch(r -> r.name().equals(revision.name()))) {
      known.add(revision);
    }
    return known;
  }

  private boolean namespaceTerminating(SecurityPolicy policy) {
    Namespace namespace = client.namespaces().withName(policy.getMetadata().getNamespace()).get();
    return namespace == null || namespace.getMetadata().getDeletionTimestamp() != null;
  }
}
