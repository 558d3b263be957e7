package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.json.Json;
import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole helper while its surroundings change: securityfs, the date, the container runtime. */
@Timeout(120)
class NodeSurroundingsTest extends NodeFaultsScene {
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
