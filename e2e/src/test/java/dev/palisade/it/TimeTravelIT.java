package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.faults.Call;
import dev.palisade.faults.Fault;
import dev.palisade.faults.FrameFault;
import dev.palisade.faults.FrameRule;
import dev.palisade.faults.Recording;
import dev.palisade.faults.Rule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * T07: an operator that starts against an API server that lags behind. Lists of informers may be
 * old by the API's own rules; a get, and a list without a resourceVersion, may not.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class TimeTravelIT {
  @Test
  void anAbortedRevisionIsNotResumed(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      Scene scene = roll.scene();
      String stable;
      try (OperatorRun _ = roll.start()) {
        roll.applyPolicy("/data/**");
        stable = roll.ended().getStatus().updateRevision;
      }
      scene.helpers().pretendAll(StubNode.Pretence::withUnenforced);
      roll.applyPolicy("/data/**\", \"/srv/**");
      String aborted;
      try (OperatorRun _ = roll.start()) {
        aborted = rolling(scene, stable);
      }
      // The next one starts in the middle of the roll: what it is told then is the past.
      Recording before = roll.proxy().record(Call::informerList);
      try (OperatorRun _ = roll.start()) {
        scene.apply(Commands.abort("stop", FaultyRoll.APP));
        scene.helpers().pretendAll(pretence -> StubNode.Pretence.NONE);
        scene.await(
            FaultyRoll.APP,
            "back at the stable revision",
            p -> {
              Live.assertCondition(p, "Degraded", "True", "RolledBack");
              assertThat(Live.templateRevision(scene.deployment(FaultyRoll.APP))).isEqualTo(stable);
              assertThat(p.getStatus().podCounts.enforced).isEqualTo(2);
            });
        Await.quiet("writes", Duration.ofSeconds(3), roll.proxy()::writes, w -> w.size());
      }
      assertThat(before.size()).isPositive();
      long generation = scene.deployment(FaultyRoll.APP).getMetadata().getGeneration();
      int writes = roll.proxy().writes().size();
      Rule old = roll.proxy().add(new Rule(Call::informerList, new Fault.FromThePast(before)));
      CompletableFuture<Void> lag = new CompletableFuture<>();
      roll.proxy()
          .add(new FrameRule(Call::watches, f -> true, n -> true, new FrameFault.Held(lag)));

      roll.start(Duration.ofSeconds(2));

      assertThat(old.struck().stream().map(Call::uri).distinct())
          .as("lists from the past")
          .hasSize(before.size());
      Await.stays(
          "the aborted revision stays out",
          Duration.ofSeconds(6),
          () -> {
            assertThat(scene.deployment(FaultyRoll.APP).getMetadata().getGeneration())
                .isEqualTo(generation);
            assertThat(roll.proxy().writes()).hasSize(writes);
          });
      roll.proxy().heal();
      lag.complete(null);
      Await.stays(
          "also with the news",
          Duration.ofSeconds(3),
          () -> assertThat(roll.proxy().writes()).hasSize(writes));
      SecurityPolicy policy = scene.policy(FaultyRoll.APP);
      assertThat(policy.getStatus().failedRevisions)
          .singleElement()
          .satisfies(failed -> assertThat(failed.revision).isEqualTo(aborted));
      roll.allow(aborted);
      roll.assertSafe("lists from before the abort");
    }
  }

  private static String rolling(Scene scene, String stable) {
    return scene
        .await(
            FaultyRoll.APP,
            "rolling",
            p -> {
              assertThat(p.getStatus().updateRevision).isNotEqualTo(stable);
              assertThat(Live.templateRevision(scene.deployment(FaultyRoll.APP)))
                  .matches(r -> Objects.equals(r, p.getStatus().updateRevision));
            })
        .getStatus()
        .updateRevision;
  }
}
