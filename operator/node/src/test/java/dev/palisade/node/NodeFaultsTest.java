package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.json.Json;
import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole helper while things happen to its node: upgrade, reboot, other hands in the kernel. */
@Timeout(120)
class NodeFaultsTest {
  private static final String OTHER_HASH = "0".repeat(64);

  @TempDir Path root;
  private FakeCluster cluster;
  private NodeBox node;

  @BeforeEach
  void node() throws IOException {
    cluster = new FakeCluster();
    node = NodeBox.of(Files.createDirectory(root.resolve("n1")), cluster);
    NodeBox.revision(cluster, "All");
    node.governedPod();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Set<String> loaded() {
    try {
      return node.kernel.reader().profiles().keySet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void liveUntilEnforced() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
    }
  }

  private void reboot(String id) throws IOException {
    node.kernel.drop(Fixtures.APP);
    node.kernel.drop(Fixtures.DEFAULT);
    node.kernel.writes.clear();
    node.boot(id);
  }

  private long fetches() {
    return cluster.requests.stream().filter(r -> r.contains("profileblobs")).count();
  }

  private String message(String list, String name) {
    return node.report().items(list).stream()
        .filter(o -> o.text("name").equals(name))
        .map(o -> o.text("message"))
        .findFirst()
        .orElse("");
  }

  @Test
  void anUpgradedHelperSpeaksForItselfAndUnloadsNothingEarly() throws IOException {
    Instant since;
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      since = Instant.parse(node.report().text("appArmor", "since"));
      node.endPod();
      NodeBox.revision(cluster, "OnDemand");
      life.until("pod gone", () -> Seen.pods(node).isEmpty());
      life.during(NodeBox.GRACE.minusSeconds(4));
      assertThat(loaded()).hasSize(2);
    }
    node.podUid = "helper-of-the-next-version";
    cluster.put(FakeCluster.PODS, node.self(NodeBox.PROBE));
    try (NodeBox.Life life = node.live()) {
      assertThat(life.main.notReady()).as("before its own report").isPresent();
      assertThat(Seen.by(node, "helper-uid")).as("nothing is taken over by being there").isTrue();
      life.until("own report", () -> Seen.by(node, node.podUid));
      assertThat(life.main.notReady()).isEmpty();
      assertThat(Instant.parse(node.report().text("appArmor", "since")))
          .as("the same boot has been capable all the time")
          .isEqualTo(since);
      life.during(NodeBox.GRACE.minusSeconds(4));
      assertThat(loaded()).as("its grace begins with its life").hasSize(2);
      life.until("unloaded", () -> loaded().isEmpty());
    }
  }

  @Test
  void noVerdictIsTakenOverFromTheHelperBefore() throws IOException {
    liveUntilEnforced();
    node.process(11, Fixtures.APP_ID, "unconfined");
    node.podUid = "next";
    cluster.put(FakeCluster.PODS, node.self(NodeBox.PROBE));
    List<List<String>> verdicts = new ArrayList<>();
    node.checkpoint =
        point -> {
          if (point.equals("report.after")) {
            verdicts.add(Seen.pods(node));
          }
        };
    try (NodeBox.Life life = node.live()) {
      life.until("own report", () -> Seen.by(node, "next"));
    }
    assertThat(verdicts).containsExactly(List.of("checkout-1 Unenforced"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRebootLoadsFromDiskAndIsReportedAsANewBoot(boolean away) throws IOException {
    liveUntilEnforced();
    Instant since = Instant.parse(node.report().text("appArmor", "since"));
    long fetched = fetches();
    reboot("boot-2");
    cluster.away(away);
    node.pass(Duration.ofHours(1));
    try (NodeBox.Life life = node.live()) {
      if (away) {
        assertThat(loaded()).as("before anybody was asked").hasSize(2);
        life.during(Duration.ofMinutes(1));
        assertThat(node.report().text("bootID")).isEqualTo("boot-1");
        assertThat(life.main.notReady()).isPresent();
        cluster.away(false);
      }
      life.until("enforced", () -> Seen.enforced(node));
    }
    assertThat(node.report().text("bootID")).isEqualTo("boot-2");
    assertThat(Instant.parse(node.report().text("appArmor", "since")))
        .isAfterOrEqualTo(since.plus(Duration.ofHours(1)));
    assertThat(node.kernel.writes).hasSize(2).allMatch(w -> w.startsWith("load "));
    assertThat(fetches()).isEqualTo(fetched);
  }

  /** At every point of a rollout somebody else's hand is in the kernel, once. */
  @Test
  void aProfileRemovedAtAnyMomentIsLoadedAgain() throws IOException {
    int points = points();
    for (int at = 1; at <= points; at++) {
      meanwhile(at, () -> node.kernel.drop(Fixtures.APP));
      try (NodeBox.Life life = node.live()) {
        life.until("enforced", () -> Seen.enforced(node));
        life.during(Duration.ofSeconds(5));
        assertThat(loaded()).as("removed at point %d", at).contains(Fixtures.APP);
      }
      freshNode();
    }
    System.out.printf("a profile removed behind the helper's back: %d points tried%n", points);
  }

  @Test
  void aNameThatHoldsSomethingElseAtAnyMomentIsTamperedAndLeftAlone() throws IOException {
    int points = points();
    for (int at = 1; at <= points; at++) {
      meanwhile(at, this::replace);
      try (NodeBox.Life life = node.live()) {
        life.until("tampered", () -> Seen.profiles(node).contains("Tampered"));
        node.kernel.writes.clear();
        life.during(NodeBox.GRACE.multipliedBy(3));
        assertThat(node.kernel.writes).as("replaced at point %d", at).isEmpty();
        assertThat(node.kernel.reader().profiles().get(Fixtures.APP).hash().hex())
            .isEqualTo(OTHER_HASH);
        assertThat(message("profiles", Fixtures.APP)).contains("not replaced");
        assertThat(Seen.pods(node)).containsExactly("checkout-1 Unenforced");
      }
      freshNode();
    }
    System.out.printf("a profile replaced behind the helper's back: %d points tried%n", points);
  }

  private void replace() throws IOException {
    node.kernel.drop(Fixtures.APP);
    node.kernel.add(Fixtures.APP, "enforce", "raw_sha256", OTHER_HASH);
  }

  /** How many points a rollout reaches. */
  private int points() throws IOException {
    List<String> points = new ArrayList<>();
    node.checkpoint = points::add;
    liveUntilEnforced();
    freshNode();
    assertThat(points).contains("load.before", "load.after", "report.before", "file.renamed");
    return points.size();
  }

  private interface Act {
    void run() throws IOException;
  }

  private void meanwhile(int at, Act act) {
    var reached = new AtomicInteger();
    node.checkpoint =
        point -> {
          if (reached.incrementAndGet() == at) {
            act.run();
          }
        };
  }

  private void freshNode() throws IOException {
    cluster.close();
    cluster = new FakeCluster();
    node = NodeBox.of(Files.createTempDirectory(root, "n1"), cluster);
    NodeBox.revision(cluster, "All");
    node.governedPod();
  }

  @Test
  void othersProfilesAndNamespacesAreNoneOfOurBusiness() throws IOException {
    node.kernel.add("cri-containerd.apparmor.d", "enforce", "raw_sha256", "11");
    node.kernel.add("palisades", "enforce", "raw_sha256", "22");
    Path namespace =
        node.host()
            .resolve("sys/kernel/security/apparmor/policy/namespaces/x/profiles/palisade.x.1");
    Files.createDirectories(namespace);
    Files.writeString(namespace.resolve("name"), "palisade.x");
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      life.during(NodeBox.GRACE.multipliedBy(2));
    }
    assertThat(node.kernel.writes).allMatch(w -> w.startsWith("load palisade.shop."));
    assertThat(Seen.profiles(node)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys/kernel/security", "sys/kernel/security/apparmor/policy/profiles"})
  void securityfsThatGoesIsSaidAndNothingIsClaimedMeanwhile(String what) throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      node.kernel.writes.clear();
      Path there = node.host().resolve(what);
      Path aside = node.root.resolve("aside");
      Files.move(there, aside);
      life.until("gone", () -> Seen.reason(node).equals("SecurityfsMissing"));
      assertThat(node.report().at("appArmor", "capable")).isEqualTo(Json.of(false));
      assertThat(Seen.profiles(node)).isEmpty();
      assertThat(Seen.pods(node)).containsExactly("checkout-1 Pending");
      assertThat(message("pods", "checkout-1")).contains("SecurityfsMissing");
      life.during(NodeBox.GRACE.multipliedBy(2));
      Files.move(aside, there);
      life.until("back", () -> Seen.enforced(node));
    }
    assertThat(node.kernel.writes).isEmpty();
  }

  @Test
  void aHelperThatCannotLookIsNotReady() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      assertThat(life.main.notReady()).isEmpty();
      Files.move(node.root.resolve("proc"), node.root.resolve("aside"));
      life.main.pass();
      assertThat(life.main.notReady().orElseThrow()).contains("looking at the node failed");
      Files.move(node.root.resolve("aside"), node.root.resolve("proc"));
      life.main.pass();
      assertThat(life.main.notReady()).isEmpty();
    }
  }

  @Test
  void whoRemovesAProfileAgainAndAgainDoesNotKeepTheReportAsItWas() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      node.process(11, Fixtures.APP_ID, "unconfined");
      for (int i = 0; i < 15; i++) {
        node.kernel.drop(Fixtures.DEFAULT);
        life.main.pass();
        node.pass(Duration.ofSeconds(1));
      }
      assertThat(Seen.pods(node)).containsExactly("checkout-1 Unenforced");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-50 * 365 * 24L, -5, 5, 50 * 365 * 24L})
  void theGraceRunsOnAClockThatNeverJumps(long hours) throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      node.endPod();
      NodeBox.revision(cluster, "OnDemand");
      life.until("pod gone", () -> Seen.pods(node).isEmpty());
      node.skew = Duration.ofHours(hours);
      life.during(NodeBox.GRACE.minusSeconds(4));
      assertThat(loaded()).as("before the grace is over").hasSize(2);
      life.during(Duration.ofSeconds(8));
      assertThat(loaded()).as("after it").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-50 * 365 * 24L, -5, 5, 50 * 365 * 24L})
  void sinceFollowsWhenTheNodesDateIsSet(long hours) throws IOException {
    Instant first;
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      first = Instant.parse(node.report().text("appArmor", "since"));
      node.skew = Duration.ofHours(hours);
      Instant due = first.plus(node.skew);
      life.until(
          "since " + due, () -> Instant.parse(node.report().text("appArmor", "since")).equals(due));
    }
    node.skew = Duration.ZERO;
    try (NodeBox.Life life = node.live()) {
      life.until(
          "a date that lies in this boot",
          () -> {
            Instant since = Instant.parse(node.report().text("appArmor", "since"));
            return !since.isBefore(first) && !since.isAfter(node.date());
          });
    }
  }

  @Test
  void aRestartOfTheRuntimeChangesNothingAndANewProbeIsLookedAtAnew() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
      node.kernel.writes.clear();
      String second = "f".repeat(64);
      node.end(10);
      node.process(13, second, "cri-containerd.apparmor.d");
      life.until("unknown", () -> Seen.reason(node).equals("ProbePending"));
      assertThat(Seen.pods(node)).as("their processes stay").containsExactly("checkout-1 Enforced");
      cluster.put(FakeCluster.PODS, node.self(second));
      life.until("proven anew", () -> Seen.enforced(node) && Seen.reason(node).equals("Capable"));
      assertThat(node.kernel.writes).isEmpty();
      node.end(13);
      node.process(14, second, "unconfined");
      life.until("told", () -> Seen.reason(node).equals("RuntimeIgnoresAppArmor"));
    }
  }
}
