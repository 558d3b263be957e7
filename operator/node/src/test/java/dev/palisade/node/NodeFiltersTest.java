package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole helper with a revision whose containers have seccomp filters. */
@Timeout(120)
class NodeFiltersTest extends NodeFaultsScene {
  private static final List<String> BOTH_LOADED =
      List.of(Fixtures.DEFAULT_FILTER + " Loaded", Fixtures.APP_FILTER + " Loaded");

  @BeforeEach
  void filters() throws IOException {
    node.filtered = true;
    NodeBox.filteredRevision(cluster, "All");
    node.governedPod();
  }

  private boolean held() {
    return Seen.filters(node).equals(Seen.BOTH_FILTERS);
  }

  private List<String> lines() {
    return node.report().items("seccompProfiles").stream()
        .map(f -> f.text("name") + " " + f.text("state"))
        .toList();
  }

  private boolean enforced() {
    return Seen.enforced(node) && held() && lines().equals(BOTH_LOADED);
  }

  @Test
  void filtersAreWrittenAndReported() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", this::enforced);
      Files.writeString(
          node.root.resolve("proc/11/status"),
          "Name:\tx\nCapBnd:\t00000000a80425fb\nSeccomp:\t0\n");
      life.until("seen", () -> Seen.pods(node).equals(List.of("checkout-1 Unenforced")));
      assertThat(message("pods", "checkout-1"))
          .isEqualTo("container app: process 11 has no seccomp filter (Seccomp: 0)");
    }
  }

  @Test
  void aDamagedOrMissingFileIsPutRight() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", this::enforced);
      Files.writeString(node.seccomp().resolve(Fixtures.APP_FILTER), "{}");
      Files.delete(node.seccomp().resolve(Fixtures.DEFAULT_FILTER));
      life.until("put right", this::enforced);
    }
  }

  @Test
  void whatNothingNamesGoesAfterTheGraceAndNotBefore() throws IOException {
    Files.createDirectories(node.seccomp().resolve("palisade"));
    Files.writeString(node.seccomp().resolve("audit.json"), "mine");
    Files.writeString(node.seccomp().resolve("palisade/notes.txt"), "mine");
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node) && lines().equals(BOTH_LOADED));
      NodeBox.filteredRevision(cluster, "OnDemand");
      life.during(NodeBox.GRACE.multipliedBy(2));
      assertThat(lines()).as("a pod names them").isEqualTo(BOTH_LOADED);
      node.endPod();
      life.until("pod gone", () -> Seen.pods(node).isEmpty());
      life.during(NodeBox.GRACE.minusSeconds(4));
      assertThat(Seen.filters(node)).as("within the grace").containsAllEntriesOf(Seen.BOTH_FILTERS);
      life.until("gone", () -> lines().isEmpty());
      assertThat(Seen.filters(node)).containsOnlyKeys("audit.json", "palisade/notes.txt");
      node.governedPod();
      life.until("there again", () -> Seen.enforced(node) && lines().equals(BOTH_LOADED));
    }
  }

  @Test
  void withTheApiServerAwayNothingIsRemoved() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", this::enforced);
      node.endPod();
      NodeBox.filteredRevision(cluster, "OnDemand");
      life.until("pod gone", () -> Seen.pods(node).isEmpty());
      cluster.away(true);
      life.during(NodeBox.GRACE.multipliedBy(3));
      assertThat(held()).as("listed in this life, not live").isTrue();
    }
    try (NodeBox.Life life = node.live()) {
      life.during(NodeBox.GRACE.multipliedBy(3));
      assertThat(held()).as("never listed in this life").isTrue();
      cluster.away(false);
      life.until("gone", () -> Seen.filters(node).isEmpty());
    }
  }

  @Test
  void aDirectoryThatTakesNothingIsSaidAndStopsNothingElse() throws IOException {
    Path ours = Files.writeString(node.seccomp().resolve("palisade"), "somebody's file");
    try (NodeBox.Life life = node.live()) {
      life.until(
          "failed, and enforced by AppArmor",
          () ->
              Seen.enforced(node)
                  && lines()
                      .equals(
                          List.of(
                              Fixtures.DEFAULT_FILTER + " Failed",
                              Fixtures.APP_FILTER + " Failed")));
      assertThat(message("seccompProfiles", Fixtures.APP_FILTER))
          .contains("make the kubelet's directory seccomp on the node writable");
      assertThat(life.main.notReady()).isEmpty();
      Files.delete(ours);
      life.until("written once it can be", this::enforced);
    }
  }

  @Test
  void aNodeWithoutAppArmorHasItsFiltersToo() throws IOException {
    Files.writeString(node.root.resolve("sys/module/apparmor/parameters/enabled"), "N\n");
    try (NodeBox.Life life = node.live()) {
      life.until("held", () -> held() && lines().equals(BOTH_LOADED));
      assertThat(Seen.reason(node)).isEqualTo("KernelWithoutAppArmor");
      assertThat(node.kernel.writes).isEmpty();
    }
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() throws IOException {
    String text = NodeBox.shown(Fixtures.filteredProfile("All"));
    cluster.put(
        FakeCluster.PROFILES,
        Fixtures.json(text.replace(Fixtures.APP_FILTER, "palisade/../audit.json")));
    Files.writeString(node.seccomp().resolve("audit.json"), "mine");
    try (NodeBox.Life life = node.live()) {
      life.until("refused", () -> lines().contains("palisade/../audit.json Failed"));
      assertThat(message("seccompProfiles", "palisade/../audit.json")).contains("is refused");
      life.during(Duration.ofSeconds(5));
    }
    assertThat(Seen.filters(node)).containsOnlyKeys("audit.json", Fixtures.DEFAULT_FILTER);
    assertThat(node.seccomp().resolve("audit.json")).hasContent("mine");
  }

  @Test
  void aRebootFindsTheFiltersWhereTheyWere() throws IOException {
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", this::enforced);
    }
    long fetched = fetches();
    reboot("boot-2");
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", this::enforced);
    }
    assertThat(fetches()).isEqualTo(fetched);
  }
}
