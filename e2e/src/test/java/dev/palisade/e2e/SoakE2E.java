package dev.palisade.e2e;

import static dev.palisade.e2e.DemoApp.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.bed.Await;
import dev.palisade.bed.LastTier;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Random faults for minutes, or for hours by {@code make nightly}. In the first half of the time
 * Palisade's processes die, too; in the second half they live on, so that what they lose piles up.
 * An operator that loses its Lease ends, so there it has none.
 */
@OnBed(Nodes.APPARMOR_TOO)
@Order(LastTier.ORDER - 1) // the longest
class SoakE2E extends PalisadeCase {
  private static final Duration TIME =
      Duration.ofMinutes(
          Integer.getInteger("palisade.soak", Boolean.getBoolean("palisade.nightly") ? 120 : 5));

  private static final long SEED = Long.getLong("palisade.soak.seed", System.nanoTime());
  private static final int MOST_SECONDS_BETWEEN = 8;
  private static final Duration SETTLED = Duration.ofMinutes(5);

  /** A container that was killed again and again is started again after five minutes at most. */
  private static final Duration BACK = Duration.ofMinutes(15);

  private static final Duration PER_SAMPLE = Duration.ofSeconds(30);

  /** What a class loaded late or a fuller cache may take; a leak of a fault's size passes it. */
  private static final long HEAP_MARGIN = 4 << 20;

  private static final int DESCRIPTOR_MARGIN = 24;

  /** Old revisions that the policy keeps, and as many that old ReplicaSets may name. */
  static final int HISTORY = 1;

  private final Random random = new Random(SEED);
  private DemoApp app;
  private Policies policies;
  private SoakFaults faults;

  @AfterEach
  void withLease() {
    scene.installation().leaderElection(true);
  }

  /** What one process holds. */
  private record Held(long heap, int descriptors) {}

  @Test
  void nothingIsWeakerThanReportedAndNothingIsLost() throws InterruptedException {
    System.out.printf("soak: %d min, -Dpalisade.soak.seed=%d%n", TIME.toMinutes(), SEED);
    app =
        DemoApp.deploy(
            scene,
            d -> {
              d.getSpec().setReplicas(2);
              d.getSpec().setRevisionHistoryLimit(HISTORY);
            });
    policies = new Policies(scene);
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo(Attempt.OK);

    try (NeverWeaker weaker = NeverWeaker.watch(scene, app, policies)) {
      faults = new SoakFaults(scene, app, policies, weaker, random);
      settled();
      strike(Arrays.asList(SoakFault.values()), weaker);
      scene.installation().leaderElection(false);
      settled();
      Map<String, Held> before = held();
      strike(
          Stream.of(SoakFault.values()).filter(SoakFault::leavesProcessesAlone).toList(), weaker);
      String revision = settled();
      Map<String, Held> after = held();

      System.out.printf(
          "soak: %s; %d looks, %d processes compared, %d weaker than reported%nsoak: held before %s%nsoak: held after  %s%n",
          faults.struck(),
          weaker.samples(),
          weaker.compared(),
          weaker.weaker().size(),
          before,
          after);
      assertThat(weaker.weaker()).isEmpty();
      nothingIsHeld(before, after);
      nothingIsLeft(revision);
      assertThat(weaker.samples()).isGreaterThan((int) TIME.dividedBy(PER_SAMPLE));
      // With a fault every few seconds pods are mostly coming or going, and nothing is said of
      // those.
      assertThat(weaker.compared()).isGreaterThan(weaker.samples() / 10);
    }
    assertThat(app.ask(app.anyPod(), APP, "create", DemoApp.LOG)).isEqualTo("EACCES create");
  }

  /** Half of the time, with as many faults as go in. */
  private void strike(List<SoakFault> kinds, NeverWeaker weaker) throws InterruptedException {
    Instant end = Instant.now().plus(TIME.dividedBy(2));
    while (Instant.now().isBefore(end) && weaker.weaker().isEmpty()) {
      SoakFault fault = kinds.get(random.nextInt(kinds.size()));
      System.out.printf("soak: %s %s%n", Instant.now(), fault);
      faults.strike(fault);
      // The pace of the faults, not a wait for anything.
      Thread.sleep(Duration.ofSeconds(random.nextInt(MOST_SECONDS_BETWEEN)));
    }
  }

  /** All faults are over: one more change is rolled out as if nothing had been. */
  private String settled() {
    Installation.awaitRuns(scene.bed(), 1, BACK);
    app.deployment().scale(2);
    SecurityPolicy last = faults.changePolicy(true);
    String revision = policies.awaitVerified(last).getStatus().updateRevision;
    app.awaitReady(revision);
    return revision;
  }

  /** By process; a process that began anew has another name. */
  private Map<String, Held> held() {
    return Stream.concat(
            scene.installation().operators().stream(), scene.installation().helpers().stream())
        .map(pod -> new Jvm(scene.bed(), pod))
        .collect(
            Collectors.toMap(
                Jvm::life,
                j -> new Held(j.liveHeap(), j.descriptors()),
                (a, b) -> a,
                TreeMap::new));
  }

  private static void nothingIsHeld(Map<String, Held> before, Map<String, Held> after) {
    assertThat(after.keySet()).as("processes that lived on").isEqualTo(before.keySet());
    after.forEach((life, held) -> {
      assertThat(held.heap())
          .as("bytes of live objects of %s", life)
          .isLessThanOrEqualTo(before.get(life).heap() + HEAP_MARGIN);
      assertThat(held.descriptors())
          .as("descriptors of %s", life)
          .isLessThanOrEqualTo(before.get(life).descriptors() + DESCRIPTOR_MARGIN);
    });
  }

  private void nothingIsLeft(String revision) {
    Set<String> wanted = Set.copyOf(policies.kernelNames(revision, DemoApp.CONTAINERS).values());
    for (String node : new Reports(scene).capableNodes()) {
      Await.until(
          "the kernel of "
              + node
              + " has the profiles of the last revision, and no other that no pod there names",
          SETTLED,
          () -> {
            Set<String> expected = new HashSet<>(wanted);
            expected.addAll(app.profilesNamedOn(node));
            assertThat(new Reports(scene).profiles(node, "palisade." + scene.namespace()))
                .isEqualTo(expected);
          });
    }
    Await.until(
        "revisions beyond the history are collected, and the blobs of none are left",
        SETTLED,
        () -> {
          List<SecurityProfile> all = list(SecurityProfile.class);
          assertThat(all)
              .filteredOn(p -> ownedBy(policies.get(DemoApp.NAME), p))
              .hasSizeLessThanOrEqualTo(1 + 2 * HISTORY);
          assertThat(list(SecurityProfileBlob.class))
              .extracting(b -> b.getMetadata().getName())
              .containsExactlyInAnyOrderElementsOf(blobs(all));
        });
    assertThat(app.pods()).as("pods").hasSize(2);
  }

  private static boolean ownedBy(SecurityPolicy policy, SecurityProfile profile) {
    return policy
        .getMetadata()
        .getUid()
        .equals(profile.getMetadata().getLabels().get(Palisade.POLICY_UID));
  }

  private static Set<String> blobs(List<SecurityProfile> profiles) {
    return profiles.stream()
        .flatMap(p -> p.getSpec().containers.stream())
        .map(c -> c.blob)
        .collect(Collectors.toSet());
  }

  private <T extends HasMetadata> List<T> list(Class<T> type) {
    return scene.client().resources(type).list().getItems();
  }
}
