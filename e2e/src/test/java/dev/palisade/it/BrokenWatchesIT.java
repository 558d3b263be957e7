package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.faults.Call;
import dev.palisade.faults.Frame;
import dev.palisade.faults.FrameFault;
import dev.palisade.faults.FrameFault.End;
import dev.palisade.faults.FrameRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * T06, T09, T14: a watch only makes things sooner. Whatever becomes of it, the roll comes to its
 * end with what is there, and nothing is done twice. That a hung informer is said by the operator's
 * health is HealthServer's test, not this one's.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenWatchesIT {
  private static final Predicate<Call> ANY = Call::watches;
  private static final Duration RESYNC = Duration.ofSeconds(5);
  private static final Duration OPENED = Duration.ofSeconds(2);
  private static final boolean NIGHTLY = Boolean.getBoolean("palisade.nightly");
  private final AtomicInteger struck = new AtomicInteger();

  /** Each strikes after (or at) every frame of a run; at night each frame has a run of its own. */
  @TestFactory
  Stream<DynamicTest> atEachFrame(KubernetesClient client) {
    Map<String, FrameFault> faults = new LinkedHashMap<>();
    faults.put("broken", new FrameFault.Ended(End.BROKEN));
    faults.put("closed", new FrameFault.Ended(End.CLOSED));
    faults.put("410", new FrameFault.Ended(End.GONE));
    faults.put("twice", new FrameFault.Replayed(1, false));
    faults.put("the last five again, backwards", new FrameFault.Replayed(5, true));
    faults.put("dropped", new FrameFault.Dropped());
    int frames = Undisturbed.of(client).frames();
    return faults.entrySet().stream()
        .flatMap(fault ->
            Stream.concat(
                Stream.of(
                    dynamicTest(
                        fault.getKey() + " at every frame",
                        () -> roll(client, fault.getKey(), fault.getValue(), 0))),
                IntStream.rangeClosed(1, NIGHTLY ? frames : 0)
                    .mapToObj(n ->
                        dynamicTest(
                            "%s at frame %d of %d".formatted(fault.getKey(), n, frames),
                            () -> roll(client, fault.getKey(), fault.getValue(), n)))));
  }

  /**
   * @param at 0 for all
   */
  private void roll(KubernetesClient client, String name, FrameFault fault, int at) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start(RESYNC);
      FrameRule rule =
          roll.proxy().add(new FrameRule(ANY, Frame::news, n -> at == 0 || n == at, fault));
      roll.applyPolicy("/data/**");
      if (fault instanceof FrameFault.Dropped && at == 0) {
        // A policy that was never heard of is found by the next list only.
        Await.until("dropped", Scene.SOON, () -> assertThat(rule.struck()).isPositive());
        roll.proxy().end(Call.watch("securitypolicies"), End.GONE);
      }
      roll.ended();
      String where = "watch " + name;
      roll.outcome().assertAs(Undisturbed.of(client).outcome(), where);
      roll.assertSafe(where);
      struck.addAndGet(rule.struck());
    }
  }

  @AfterAll
  void told() {
    System.out.printf("broken watches: %d frames struck%n", struck.get());
  }

  /** T06: caches that know nothing of the apply do not make it a second time. */
  @Test
  void heldWatchesMakeNoSecondApply(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start();
      CompletableFuture<Void> gate = new CompletableFuture<>();
      FrameRule held =
          roll.proxy().add(new FrameRule(Call.watch("deployments"), new FrameFault.Held(gate)));
      roll.applyPolicy("/data/**");
      roll.ended();
      roll.outcome().assertAs(Undisturbed.of(client).outcome(), "Deployments' watch held");
      assertThat(held.struck()).isPositive();

      int writes = roll.proxy().writes().size();
      gate.complete(null);

      Await.stays(
          "old news changes nothing",
          Duration.ofSeconds(3),
          () -> assertThat(roll.proxy().writes()).hasSize(writes));
      roll.assertSafe("held");
    }
  }

  /** T09: a change whose event was lost is found, late but not never. */
  @Test
  void aChangeWithoutAnEventIsFoundByTheResync(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start(RESYNC);
      roll.applyPolicy("/data/**");
      String first = roll.ended().getStatus().updateRevision;
      FrameRule rule =
          roll.proxy()
              .add(
                  new FrameRule(
                      ANY, f -> f.type().equals("MODIFIED"), n -> true, new FrameFault.Dropped()));

      roll.applyPolicy("/data/**\", \"/srv/**");

      roll.scene()
          .await(
              FaultyRoll.APP,
              "moved on",
              p -> assertThat(p.getStatus().updateRevision).isNotEqualTo(first));
      roll.ended();
      assertThat(rule.struck()).isPositive();
      assertThat(roll.revisions()).as("revisions of the template").hasSize(3);
      roll.assertSafe("all MODIFIED dropped");
    }
  }

  /** T14: watches that hang without an end; the change is found without them. */
  @Test
  void silentWatchesHoldNothingUp(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start(RESYNC);
      roll.applyPolicy("/data/**");
      roll.ended();
      CompletableFuture<Void> never = new CompletableFuture<>();
      roll.proxy().add(new FrameRule(ANY, f -> true, n -> true, new FrameFault.Held(never)));

      roll.applyPolicy("/data/**\", \"/srv/**");

      Await.until(
          "two revisions of the template",
          Scene.SOON,
          () -> assertThat(roll.revisions()).hasSize(3));
      roll.ended();
      roll.assertSafe("silent");
      assertThat(never).isNotDone();
    }
  }

  /** What came and went unseen leaves nothing and holds nothing up. */
  @Test
  void aPolicyThatCameAndWentUnseen(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start(RESYNC);
      FrameRule rule =
          roll.proxy()
              .add(
                  new FrameRule(
                      Call.watch("securitypolicies"),
                      f -> f.name().equals("ghost"),
                      n -> true,
                      new FrameFault.Dropped()));
      HasMetadata ghost = roll.scene().apply(Manifests.policy("ghost", "/data/**"));
      client.resource(ghost).delete();
      Await.until(
          "both dropped, in each watch of policies",
          Scene.SOON,
          () -> assertThat(rule.struck()).isEqualTo(2 * policyWatches(roll)));
      roll.applyPolicy("/data/**");
      roll.ended();
      roll.outcome().assertAs(Undisturbed.of(client).outcome(), "a ghost beside it");
      assertThat(roll.scene().revisions("ghost")).isEmpty();
    }
  }

  /** The client's informer ends for good then; the process lives on to say so, and is replaced. */
  @Test
  void aTornFrameIsSaidByTheHealth(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      OperatorRun first = roll.start(RESYNC);
      FrameRule rule =
          roll.proxy()
              .add(
                  new FrameRule(
                      Call.watch("deployments"), Frame::news, n -> n == 1, new FrameFault.Torn()));
      roll.applyPolicy("/data/**");
      Await.until(
          "the health names the controller",
          Scene.SOON,
          () ->
              assertThat(first.stopped())
                  .hasValueSatisfying(s ->
                      assertThat(s).startsWith("informers have stopped: ").contains("Deployment")));
      assertThat(rule.struck()).isEqualTo(1);
      first.close();

      roll.start(RESYNC);
      roll.ended();
      roll.assertSafe("torn");
    }
  }

  private static int policyWatches(FaultyRoll roll) {
    return (int)
        roll.proxy().exchanges().stream()
            .filter(x -> x.call().kind().equals("watch securitypolicies"))
            .count();
  }

  /** All watches end at once, with and without a word, again and again during the roll. */
  @Test
  void allWatchesCutTogether(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start(RESYNC);
      List<String> open =
          Await.quiet("watches being opened", OPENED, roll.proxy()::watches, List::size);
      assertThat(open).isNotEmpty();
      roll.applyPolicy("/data/**");
      for (End end : End.values()) {
        roll.proxy().end(ANY, end);
        Await.until(
            "watches again after " + end,
            Scene.SOON,
            () -> assertThat(roll.proxy().watches()).isEqualTo(open));
      }
      roll.ended();
      roll.outcome().assertAs(Undisturbed.of(client).outcome(), "all watches cut");
      roll.assertSafe("all watches cut");
    }
  }
}
