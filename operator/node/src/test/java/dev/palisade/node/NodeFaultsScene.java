package dev.palisade.node;

import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * One node with a revision and a pod that it governs, and what is asked of them again and again.
 */
abstract class NodeFaultsScene {
  @TempDir Path root;
  FakeCluster cluster;
  NodeBox node;

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

  Set<String> loaded() {
    try {
      return node.kernel.reader().profiles().keySet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void liveUntilEnforced() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node));
    }
  }

  void reboot(String id) throws IOException {
    node.kernel.drop(Fixtures.APP);
    node.kernel.drop(Fixtures.DEFAULT);
    node.kernel.writes.clear();
    node.boot(id);
  }

  long fetches() {
    return cluster.requests.stream().filter(r -> r.contains("profileblobs")).count();
  }

  String message(String list, String name) {
    return node.report().items(list).stream()
        .filter(o -> o.text("name").equals(name))
        .map(o -> o.text("message"))
        .findFirst()
        .orElse("");
  }
}
