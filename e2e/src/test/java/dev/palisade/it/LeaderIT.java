package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.faults.Exchange;
import dev.palisade.faults.Fault;
import dev.palisade.faults.FaultProxy;
import dev.palisade.faults.Rule;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * T15 and O7: one operator writes at a time; one that was frozen in the middle and thawed when
 * another leads takes nothing back, and ends.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(LeaderIT.LEASE)
class LeaderIT {
  static final String LEASE = "the operator's Lease";
  private static final String SECOND = "/data/**\", \"/srv/**";
  private static final String THIRD = "/data/**\", \"/opt/**";

  @Test
  void aFrozenLeader(KubernetesClient client) throws IOException, InterruptedException {
    deleteLease(client);
    try (FaultyRoll roll = FaultyRoll.open(client);
        OperatorProcess first = OperatorProcess.start(client, roll.scene().namespace(), "first")) {
      awaitHolder(client, "first");
      try (OperatorProcess second =
          OperatorProcess.start(client, roll.scene().namespace(), "second")) {
        roll.applyPolicy("/data/**");
        roll.ended();
        assertThat(changes(second.proxy())).as("writes of the one that waits").isEmpty();

        // It is frozen after the status that announces the apply, and before the apply.
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Rule announced = announcement(first.proxy(), gate);
        roll.applyPolicy(SECOND);
        Await.until("announced", Scene.SOON, () -> assertThat(announced.struck()).hasSize(1));
        Await.until(
            "and carried out",
            Scene.SOON,
            () ->
                assertThat(changes(first.proxy()).getLast().call().body()).contains("\"Rolling\""));
        first.freeze();
        gate.complete(null);
        int before = changes(first.proxy()).size();
        roll.applyPolicy(THIRD);

        awaitHolder(client, "second");
        String third = roll.ended().getStatus().updateRevision;
        int after = changes(second.proxy()).size();
        assertThat(after).isPositive();

        first.thaw();

        assertThat(first.exitCode(Duration.ofSeconds(30))).as("exit code").isEqualTo(1);
        Await.stays(
            "the new leader's end stays",
            Duration.ofSeconds(3),
            () -> {
              assertThat(changes(first.proxy())).as("writes of the old leader").hasSize(before);
              assertThat(changes(second.proxy())).hasSize(after);
            });
        assertThat(second.alive()).isTrue();
        assertThat(roll.revisions()).hasSize(3).last().isEqualTo(third);
        roll.assertSafe("leader frozen");
      }
    }
  }

  /**
   * What makes it so that no order of things after the thaw does harm: a plan of old is refused by
   * the API server. Two operators that both believe to lead; one is held between status and apply.
   */
  @Test
  void anOldPlanIsRefused(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client);
        FaultProxy otherWay = FaultyRoll.proxy(client)) {
      CompletableFuture<Void> gate = new CompletableFuture<>();
      roll.startPatient();
      roll.applyPolicy("/data/**");
      String first = roll.ended().getStatus().updateRevision;
      Rule announced = announcement(roll.proxy(), gate);
      roll.applyPolicy(SECOND);
      Await.until("announced", Scene.SOON, () -> assertThat(announced.struck()).hasSize(1));
      roll.applyPolicy(THIRD);
      roll.scene()
          .startOperator(
              FaultyRoll.through(otherWay, client), WriteLog.counting(), Duration.ofMinutes(3));
      String third =
          roll.scene()
              .await(
                  FaultyRoll.APP,
                  "the other one has rolled",
                  p -> Live.assertCondition(p, "Ready", "True", "Verified"))
              .getStatus()
              .updateRevision;
      long generation = roll.scene().deployment(FaultyRoll.APP).getMetadata().getGeneration();

      long looked = looked(roll.proxy());
      gate.complete(null);

      Await.until(
          "it looked at what it was to write on",
          Scene.SOON,
          () -> assertThat(looked(roll.proxy())).isGreaterThan(looked));
      roll.ended();
      assertThat(roll.scene().deployment(FaultyRoll.APP).getMetadata().getGeneration())
          .isEqualTo(generation);
      assertThat(roll.revisions()).containsExactly(null, first, third);
      roll.assertSafe("an old plan");
    }
  }

  private static long looked(FaultProxy proxy) {
    return proxy.exchanges().stream()
        .filter(x -> x.call().kind().equals("get deployments"))
        .count();
  }

  /** Holds the answer to the status that announces an apply. */
  private static Rule announcement(FaultProxy proxy, CompletableFuture<Void> gate) {
    return proxy.add(
        Rule.nth(
            1,
            call -> FaultyRoll.policyStatus(call) && call.body().contains("\"Rolling\""),
            new Fault.AnswerHeld(gate)));
  }

  /** Writes that change something: renewing the Lease and telling an Event do not. */
  private static List<Exchange> changes(FaultProxy proxy) {
    return proxy.writes().stream()
        .filter(x -> !x.call().resource().equals("leases"))
        .filter(x -> !x.call().resource().equals("events"))
        .toList();
  }

  private static void awaitHolder(KubernetesClient client, String name) {
    Await.until(
        name + " leads",
        Scene.SOON,
        () -> {
          Lease lease = lease(client).get();
          assertThat(lease).isNotNull();
          assertThat(lease.getSpec().getHolderIdentity()).startsWith(name + "_");
        });
  }

  private static void deleteLease(KubernetesClient client) {
    lease(client).delete();
  }

  private static io.fabric8.kubernetes.client.dsl.Resource<Lease> lease(KubernetesClient client) {
    return client.leases().inNamespace(FakeNode.SYSTEM).withName("palisade-operator");
  }
}
