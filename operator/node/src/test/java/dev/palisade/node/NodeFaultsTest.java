package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole helper while things happen to its node: upgrade, reboot, other hands in the kernel. */
@Timeout(120)
class NodeFaultsTest extends NodeFaultsScene {
  private static final String OTHER_HASH = "0".repeat(64);

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
}
