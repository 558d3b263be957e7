package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.faults.Call;
import dev.palisade.faults.Fault;
import dev.palisade.faults.Frame;
import dev.palisade.faults.FrameFault;
import dev.palisade.faults.FrameFault.End;
import dev.palisade.faults.FrameRule;
import dev.palisade.faults.Rule;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * T08: objects deleted and made again under the same name. What was decided about the old one is
 * never done to the new one; old news about the old one changes nothing.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class SameNameIT {
  private static final Duration RESYNC = Duration.ofSeconds(10);

  @Test
  void aPolicyWithNewsOfTheOldOneReplayed(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      Scene scene = roll.scene();
      roll.start();
      scene.apply(Manifests.policy(FaultyRoll.APP, "/data/**"));
      SecurityPolicy first = roll.ended();
      FrameRule rule =
          roll.proxy()
              .add(
                  new FrameRule(
                      call ->
                          call.watches()
                              && (call.resource().equals("securitypolicies")
                                  || call.resource().equals("securityprofiles")),
                      new FrameFault.Replayed(6, true)));

      client.resource(first).delete();
      scene.apply(Manifests.policy(FaultyRoll.APP, "/data/**"));

      SecurityPolicy second = roll.ended();
      assertThat(rule.struck()).isPositive();
      String revision = second.getStatus().updateRevision;
      assertThat(revision).isNotEqualTo(first.getStatus().updateRevision);
      assertThat(scene.revisions(FaultyRoll.APP))
          .filteredOn(r -> r.getMetadata().getName().equals(revision))
          .singleElement()
          .satisfies(r ->
              assertThat(scene.blobs(FaultyRoll.APP))
                  .extracting(b -> b.getMetadata().getName())
                  .containsAll(r.getSpec().containers.stream().map(c -> c.blob).toList()));
      assertThat(roll.revisions()).as("revisions of the template").hasSize(3);
      roll.assertSafe("policy made anew");
    }
  }

  /** Between the question whether it may be written, and the write. */
  @Test
  void aDeploymentBetweenPlanAndApply(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      Scene scene = roll.scene();
      CompletableFuture<Void> gate = new CompletableFuture<>();
      Rule held =
          roll.proxy()
              .add(
                  Rule.nth(
                      1,
                      call -> FaultyRoll.policyStatus(call) && call.body().contains("\"Rolling\""),
                      new Fault.AnswerHeld(gate)));
      roll.applyPolicy("/data/**");
      roll.startPatient();
      Await.until("planned", Scene.SOON, () -> assertThat(held.struck()).hasSize(1));

      String old = scene.deployment(FaultyRoll.APP).getMetadata().getUid();
      client.resource(scene.deployment(FaultyRoll.APP)).delete();
      Await.until("gone", Scene.SOON, () -> assertThat(scene.deployment(FaultyRoll.APP)).isNull());
      scene.apply(Manifests.deployment(scene, FaultyRoll.APP, 2));
      assertThat(scene.deployment(FaultyRoll.APP).getMetadata().getUid()).isNotEqualTo(old);
      gate.complete(null);

      roll.ended();
      assertThat(roll.proxy().writes())
          .filteredOn(x -> x.call().kind().equals("patch deployments"))
          .as("applies: one, to the new one")
          .singleElement()
          .satisfies(x -> assertThat(x.call().body()).doesNotContain(old));
    }
  }

  /** A report of the old one, with all profiles loaded, opens no gate for the new one. */
  @Test
  void aNodeBehindTheGate(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      Scene scene = roll.scene();
      String node = scene.nodes().getFirst();
      client.pods().inNamespace(FakeNode.SYSTEM).withName("palisade-helper-" + node).delete();
      client.nodes().withName(node).delete();
      Await.until("node gone", Scene.SOON, () -> assertThat(scene.node(node)).isNull());
      FakeNode.create(client, scene.namespace(), node, Map.of());
      Await.until("node again", Scene.SOON, () -> Live.assertReady(scene.node(node)));
      roll.start();
      roll.applyPolicy("/data/**");

      scene.await(
          FaultyRoll.APP,
          "waits for the new node's own report",
          p -> {
            assertThat(p.getStatus()).isNotNull();
            assertThat(Live.conditions(p))
                .filteredOn(c -> c.getType().equals("Loaded"))
                .singleElement()
                .satisfies(c -> assertThat(c.getStatus()).isEqualTo("False"));
          });
      Await.stays(
          "nothing is applied",
          Duration.ofSeconds(3),
          () -> assertThat(Live.templateRevision(scene.deployment(FaultyRoll.APP))).isNull());

      scene.fleet().startHelper(node, StubNode.Pretence.NONE);
      roll.ended();
    }
  }

  @Test
  void aNamespace(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      Scene scene = roll.scene();
      // Pods of the old namespace may name the revision when it is first asked about.
      roll.start(RESYNC);
      roll.applyPolicy("/data/**");
      String old = roll.ended().getStatus().updateRevision;
      roll.proxy().add(new FrameRule(Call::watches, Frame::news, n -> true, replay()));

      client.namespaces().withName(scene.namespace()).delete();
      Await.until(
          "namespace gone",
          Duration.ofMinutes(2),
          () -> assertThat(client.namespaces().withName(scene.namespace()).get()).isNull());
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(scene.namespace())
                  .endMetadata()
                  .build())
          .create();
      scene.apply(Manifests.deployment(scene, FaultyRoll.APP, 2));
      roll.applyPolicy("/data/**");

      String revision = roll.ended().getStatus().updateRevision;
      assertThat(revision).isNotEqualTo(old);
      // The last of the replayed news may have been the old policy's, and then it is what the cache
      // has: right again with the next list.
      roll.proxy().heal();
      roll.proxy().end(Call::watches, End.GONE);
      Await.until(
          "nothing of the old one is left (O6)",
          Scene.SOON,
          () ->
              assertThat(scene.revisions())
                  .extracting(r -> r.getMetadata().getName())
                  .isEqualTo(List.of(revision)));
      assertThat(scene.blobs(FaultyRoll.APP)).isNotEmpty();
    }
  }

  private static FrameFault replay() {
    return new FrameFault.Replayed(6, true);
  }
}
