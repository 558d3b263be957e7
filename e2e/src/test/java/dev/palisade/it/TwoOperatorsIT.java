package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.controller.Settings;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two operators with leader election, as the chart starts them: one of them writes. */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(TwoOperatorsIT.LEASE)
class TwoOperatorsIT {
  static final String LEASE = "the operator's Lease";

  @Test
  void oneWritesAndTheOtherTakesOverAfterItsEnd(KubernetesClient client) {
    try (Scene scene = Scene.open(client, 1)) {
      lease(client).delete();
      WriteLog writesOfTheFirst = WriteLog.counting();
      OperatorRun first = scene.startOperator(Settings::withLeaderElection, writesOfTheFirst);
      Await.until("a leader", Scene.SOON, () -> assertThat(holder(client)).isNotEmpty());
      String leader = holder(client);
      WriteLog writesOfTheSecond = WriteLog.counting();
      scene.startOperator(Settings::withLeaderElection, writesOfTheSecond);
      scene.apply(Manifests.deployment(scene, "web", 2));
      try (History<Deployment> history = History.of(scene.deployments("web"))) {
        scene.apply(Manifests.policy("web", "/v1/**"));
        String before = scene.awaitVerified("web").getStatus().updateRevision;
        assertThat(holder(client)).isEqualTo(leader);
        assertThat(work(writesOfTheFirst)).isNotEmpty();
        assertThat(work(writesOfTheSecond)).as("writes of the one that does not lead").isEmpty();

        first.close();
        int writes = writesOfTheFirst.writes().size();
        scene.apply(Manifests.policy("web", "/v2/**"));

        String after =
            scene
                .await(
                    "web",
                    "verified by the second operator",
                    Duration.ofSeconds(90),
                    policy -> {
                      Live.assertCondition(policy, "Ready", "True", "Verified");
                      assertThat(policy.getStatus().updateRevision).isNotEqualTo(before);
                    })
                .getStatus()
                .updateRevision;
        assertThat(holder(client)).isNotEqualTo(leader);
        assertThat(work(writesOfTheSecond)).isNotEmpty();
        assertThat(writesOfTheFirst.writes()).as("writes after its end").hasSize(writes);
        assertThat(Live.templateRevisions(history.all())).endsWith(before, after);
        assertThat(Live.templateRevisions(history.all())).doesNotHaveDuplicates();
      }
    }
  }

  private static Resource<Lease> lease(KubernetesClient client) {
    return client.leases().inNamespace(FakeNode.SYSTEM).withName("palisade-operator");
  }

  private static String holder(KubernetesClient client) {
    Lease lease = lease(client).get();
    return lease == null ? "" : lease.getSpec().getHolderIdentity();
  }

  /** What is not about leading itself. */
  private static List<WriteLog.Write> work(WriteLog log) {
    return log.writes().stream()
        .filter(w -> !w.target().contains("/leases"))
        .filter(w -> !w.target().startsWith("selfsubjectrulesreviews"))
        .toList();
  }
}
