package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.faults.Fault;
import dev.palisade.faults.Rule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
 * T10 to T13: an API server that has no time, no peace or no answer.
 *
 * <p>T11 and T13 are about the Eviction API, which assignment by pod template does not use: pods
 * are replaced by their Deployment, which asks no disruption budget. What stands for T11 (a
 * replacement that may not be made for a while) is a full quota, not a case yet. What stands for
 * T13 (an error about one workload) is a 500 to whatever is asked about one Deployment, as a
 * webhook that is down gives.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubledRequestsIT {
  private static final boolean NIGHTLY = Boolean.getBoolean("palisade.nightly");
  private final AtomicInteger struck = new AtomicInteger();

  /** Reads, watches and writes alike; at night also the requests between those. */
  @TestFactory
  Stream<DynamicTest> everySecondRequest(KubernetesClient client) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("500", new Fault.Refused(500));
    faults.put("503", new Fault.Refused(503));
    faults.put("429", new Fault.Refused(429, Optional.of(1)));
    faults.put("done but 500", new Fault.AnsweredWith(500));
    faults.put("not sent", new Fault.NotSent());
    faults.put("answer lost", new Fault.AnswerLost());
    faults.put("half a second late", new Fault.Delayed(Duration.ofMillis(500)));
    return faults.entrySet().stream()
        .flatMap(fault ->
            IntStream.rangeClosed(0, NIGHTLY ? 1 : 0)
                .mapToObj(odd ->
                    dynamicTest(
                        "%s to every second request, %d".formatted(fault.getKey(), odd),
                        () -> roll(client, fault.getKey(), fault.getValue(), odd))));
  }

  private void roll(KubernetesClient client, String name, Fault fault, int odd) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start();
      Rule rule = roll.proxy().add(new Rule(call -> !call.watches(), n -> n % 2 == odd, fault));
      roll.applyPolicy("/data/**");
      SecurityPolicy policy = roll.ended(Duration.ofMinutes(2));
      String where = name + " to every second request";
      assertThat(policy.getStatus().failedRevisions).as(where).isNullOrEmpty();
      boolean done = fault instanceof Fault.AnswerLost || fault instanceof Fault.AnsweredWith;
      roll.outcome()
          .assertAs(Undisturbed.of(client).outcome(), where, done ? rule.struck() : List.of());
      roll.assertSafe(where);
      struck.addAndGet(rule.struck().size());
    }
  }

  @AfterAll
  void told() {
    System.out.printf("troubled requests: %d struck%n", struck.get());
  }

  /** T10: another writer of the status is always faster. */
  @Test
  void everySecondStatusWriteConflicts(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start();
      Rule rule =
          roll.proxy()
              .add(new Rule(FaultyRoll::policyStatus, n -> n % 2 == 1, new Fault.Refused(409)));
      roll.applyPolicy("/data/**");
      roll.ended();
      assertThat(rule.struck()).hasSizeGreaterThan(1);
      roll.outcome().assertAs(Undisturbed.of(client).outcome(), "409 on the status");
      roll.assertSafe("409 on the status");
    }
  }

  /** T12: the API server sheds load. Everything waits, nothing is held against the revision. */
  @Test
  void tooManyRequestsSlowEverythingDown(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start();
      roll.applyPolicy("/data/**");
      Await.until("first writes", Scene.SOON, () -> assertThat(roll.proxy().writes()).isNotEmpty());
      Duration shed = Duration.ofSeconds(8);
      Rule rule = roll.proxy().add(new Rule(call -> true, new Fault.Refused(429, Optional.of(2))));

      int before = roll.proxy().writes().size();
      Await.stays(
          "nothing gets through, and not much is tried",
          shed,
          () -> {
            assertThat(roll.proxy().writes().size()).isLessThanOrEqualTo(before + 1);
            assertThat(rule.struck()).hasSizeLessThan(40);
          });
      assertThat(rule.struck()).isNotEmpty();
      roll.proxy().heal();

      SecurityPolicy policy = roll.ended();
      assertThat(policy.getStatus().failedRevisions).isNullOrEmpty();
      roll.outcome().assertAs(Undisturbed.of(client).outcome(), "429 for " + shed);
      roll.assertSafe("429");
    }
  }

  /** Nothing listens for a while; the watches are broken too. */
  @Test
  void noConnectionForAWhile(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.start();
      roll.applyPolicy("/data/**");
      Await.until(
          "some writes", Scene.SOON, () -> assertThat(roll.proxy().writes()).hasSizeGreaterThan(3));
      roll.proxy().down();
      Await.stays(
          "away", Duration.ofSeconds(5), () -> assertThat(roll.proxy().watches()).isEmpty());
      roll.proxy().up();
      SecurityPolicy policy = roll.ended();
      assertThat(policy.getStatus().failedRevisions).isNullOrEmpty();
      roll.outcome().assertAs(Undisturbed.of(client).outcome(), "no connection for a while");
      roll.assertSafe("no connection for a while");
    }
  }

  /** T13: what cannot be asked about one workload holds that one back, says so, and no other. */
  @Test
  void anErrorAboutOneWorkloadIsItsOwn(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      Scene scene = roll.scene();
      scene.apply(
          Manifests.deployment(scene, "ails", 1)
              .replace("{app: ails, ", "{app: ails, with: web, "));
      scene.edit(
          FaultyRoll.APP,
          d -> d.getSpec().getTemplate().getMetadata().getLabels().put("with", "web"));
      Rule rule =
          roll.proxy()
              .add(
                  new Rule(
                      call ->
                          call.kind().startsWith("patch deployments")
                              && call.name().equals(Optional.of("ails")),
                      new Fault.Refused(500)));
      roll.start();
      scene.apply(
          Manifests.policy(FaultyRoll.APP, "/data/**")
              .replace("matchLabels: {app: web}", "matchLabels: {with: web}"));

      scene.await(
          FaultyRoll.APP,
          "says who waits, and the other has its revision",
          Duration.ofSeconds(90),
          p -> {
            assertThat(Live.templateRevision(scene.deployment(FaultyRoll.APP))).isNotNull();
            assertThat(Live.assertCondition(p, "Progressing", "False", "Waiting"))
                .contains("Deployment/ails", "the fault proxy answers 500");
            assertThat(p.getStatus().podCounts.enforced).isEqualTo(2);
          });
      assertThat(Live.templateRevision(scene.deployment("ails"))).isNull();
      assertThat(rule.struck()).isNotEmpty();

      roll.proxy().heal();

      scene.await(
          FaultyRoll.APP, "all proven", p -> Live.assertCondition(p, "Ready", "True", "Verified"));
    }
  }
}
