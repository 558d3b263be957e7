package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one kernel, as kind makes them: each sees its own processes, both one policy. */
@Timeout(120)
class SharedKernelTest {
  @TempDir Path root;
  private FakeCluster cluster;
  private NodeBox one;
  private NodeBox two;

  @BeforeEach
  void nodes() throws IOException {
    cluster = new FakeCluster();
    one = NodeBox.of(Files.createDirectory(root.resolve("one")), cluster);
    Path second = Files.createDirectory(root.resolve("two"));
    Files.createSymbolicLink(
        Files.createDirectories(second.resolve("host/sys/kernel")).resolve("security"),
        one.host().resolve("sys/kernel/security"));
    two = new NodeBox("n2", second, one.kernel, cluster);
    NodeBox.revision(cluster, "OnDemand");
    one.governedPod();
    two.governedPod();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Set<String> loaded() {
    try {
      return one.kernel.reader().profiles().keySet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void bothEnforced(NodeBox.Life first, NodeBox.Life second) {
    first.until("n1 enforced", () -> Seen.enforced(one));
    second.until("n2 enforced", () -> Seen.enforced(two));
  }

  private interface Act {
    void run() throws IOException;
  }

  private static void once(NodeBox node, String point, Act act) {
    Set<String> done = new TreeSet<>();
    node.checkpoint =
        reached -> {
          if (reached.equals(point) && done.add(point)) {
            act.run();
          }
        };
  }

  @Test
  void thatTheOtherWasQuickerToLoadIsSuccess() throws IOException {
    try (NodeBox.Life other = two.live()) {
      once(one, "load.before", () -> other.until("n2 enforced", () -> Seen.enforced(two)));
      try (NodeBox.Life life = one.live()) {
        life.until("n1 enforced", () -> Seen.enforced(one));
      }
    }
    assertThat(one.kernel.writes).hasSize(2);
    assertThat(one.kernel.refused).isNotEmpty().allMatch(r -> r.endsWith("File exists"));
  }

  @Test
  void aProfileGoesWhenThePodsOfBothHaveLetGo() throws IOException {
    try (NodeBox.Life first = one.live();
        NodeBox.Life second = two.live()) {
      bothEnforced(first, second);
      one.endPod();
      first.until("gone", () -> Seen.pods(one).isEmpty());
      first.during(NodeBox.GRACE.multipliedBy(4));
      assertThat(loaded()).as("n2's pod names them").hasSize(2);
      two.endPod();
      second.until("gone", () -> Seen.pods(two).isEmpty());
      second.until("unloaded", () -> loaded().isEmpty());
      first.until("said", () -> Seen.profiles(one).isEmpty());
    }
    assertThat(one.kernel.writes).hasSize(4);
  }

  @Test
  void thatTheOtherWasQuickerToRemoveIsSuccess() throws IOException {
    try (NodeBox.Life first = one.live();
        NodeBox.Life second = two.live()) {
      bothEnforced(first, second);
      one.endPod();
      two.endPod();
      second.until("gone", () -> Seen.pods(two).isEmpty());
      once(one, "unload.before", () -> second.until("unloaded", () -> loaded().isEmpty()));
      first.until("n1 is done", () -> Seen.profiles(one).isEmpty() && loaded().isEmpty());
      assertThat(one.kernel.refused).anyMatch(r -> r.endsWith("No such file or directory"));
      // Wanted again at once: no failure is remembered that would hold the load back.
      one.checkpoint = _ -> {};
      one.governedPod();
      first.until("n1 enforced", () -> Seen.enforced(one));
    }
    assertThat(one.kernel.writes).hasSize(6);
  }

  @Test
  void aPodOfTheOtherAtTheMomentOfTheRemovalGetsTheProfileBack() throws IOException {
    try (NodeBox.Life first = one.live();
        NodeBox.Life second = two.live()) {
      bothEnforced(first, second);
      one.endPod();
      two.endPod();
      first.until("gone", () -> Seen.pods(one).isEmpty());
      second.until("gone", () -> Seen.pods(two).isEmpty());
      once(
          one,
          "unload.after",
          () -> {
            two.governedPod();
            second.until("n2 has it back", () -> Seen.enforced(two));
          });
      first.during(NodeBox.GRACE.multipliedBy(4));
      second.during(Duration.ofSeconds(3));
      assertThat(loaded()).hasSize(2);
      assertThat(Seen.enforced(two)).isTrue();
    }
  }
}
