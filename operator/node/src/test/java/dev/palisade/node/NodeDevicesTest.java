package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.json.Json;
import dev.palisade.node.kube.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole helper with a revision that has a rule about devices. */
@Timeout(120)
class NodeDevicesTest extends NodeFaultsScene {
  private Path cgroup;

  @BeforeEach
  void devices() throws IOException {
    node.devicesEnabled = true;
    cluster.put(FakeCluster.PROFILES, Fixtures.devicesProfile("All"));
    Path unified = Files.createDirectories(node.host().resolve("sys/fs/cgroup"));
    Files.writeString(unified.resolve("cgroup.controllers"), "cpu\n");
    Files.createDirectories(node.host().resolve("sys/fs/bpf"));
    cgroup = unified.resolve("kubepods/burstable/poduid-1");
    Files.createDirectories(cgroup.getParent());
  }

  private void makeCgroup() throws IOException {
    Files.createDirectories(cgroup);
    Files.writeString(cgroup.resolve("cgroup.procs"), "");
  }

  private String reason() {
    return node.report().text("devices", "reason");
  }

  private String proof() {
    List<Json> pods = node.report().items("pods");
    return pods.isEmpty() ? "" : pods.getFirst().text("devices");
  }

  private boolean is(String verdict, String proof) {
    return Seen.pods(node).equals(List.of("checkout-1 " + verdict)) && proof().equals(proof);
  }

  @Test
  void aGovernedPodIsEnforcedOnceItsProgramIsAttached() throws IOException {
    node.end(11);
    node.end(12);
    try (NodeBox.Life life = node.live()) {
      life.until("known", () -> is("Pending", "") && reason().equals("Capable"));
      makeCgroup();
      life.until("attached", () -> is("Pending", "Attached"));
      node.governedPod();
      life.until("enforced", () -> Seen.enforced(node) && is("Enforced", "Attached"));
      assertThat(node.devices.at(cgroup)).containsExactly("palisade");
      assertThat(life.main.metrics().lines())
          .contains(
              "palisade_helper_steps_total{step=\"Attach\"} 1",
              "palisade_helper_device_programs{proof=\"Attached\"} 1");
    }
  }

  @Test
  void withoutItThePodIsUnenforcedAndSaysWhy() throws IOException {
    node.devicesEnabled = false;
    makeCgroup();
    try (NodeBox.Life life = node.live()) {
      life.until("seen", () -> is("Unenforced", "Missing"));
      assertThat(message("pods", "checkout-1"))
          .contains("rules about devices are not held")
          .contains("devices.enabled=true");
      assertThat(reason()).isEqualTo("SwitchedOff");
      assertThat(node.report().at("devices", "capable")).isEqualTo(Json.of(false));
      assertThat(node.report().text("devices", "since")).isNotEmpty();
      assertThat(node.devices.done).isEmpty();
    }
  }

  @Test
  void aRevisionWithoutSuchRulesIsEnforcedAllTheSame() throws IOException {
    node.devices.mounted = false;
    cluster.put(FakeCluster.PROFILES, Fixtures.profile(Fixtures.REVISION, "All"));
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> Seen.enforced(node) && is("Enforced", ""));
      assertThat(reason()).isEqualTo("NoBpfFilesystem");
    }
  }

  @Test
  void aPodThatWasThereBeforeTheHelperIsLateAndStaysSo() throws IOException {
    makeCgroup();
    Path container = Files.createDirectory(cgroup.resolve(Fixtures.APP_ID));
    Files.writeString(container.resolve("cgroup.procs"), "11\n");
    try (NodeBox.Life life = node.live()) {
      life.until("late", () -> is("Enforced", "AttachedLate"));
    }
    try (NodeBox.Life life = node.live()) {
      life.during(NodeBox.GRACE);
      assertThat(is("Enforced", "AttachedLate")).isTrue();
    }
    assertThat(node.devices.at(cgroup)).containsExactly("palisade_late");
  }

  @Test
  void aProgramThatIsTakenAwayComesBack() throws IOException {
    makeCgroup();
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> is("Enforced", "Attached"));
      node.devices.detach(cgroup);
      life.until("repaired", () -> is("Enforced", "AttachedLate"));
    }
  }

  @Test
  void aPrivilegedPodIsHeldToItsDevicesOnly() throws IOException {
    makeCgroup();
    cluster.put(FakeCluster.PODS, Fixtures.json(Fixtures.privilegedPod()));
    node.process(11, Fixtures.APP_ID, "unconfined");
    try (NodeBox.Life life = node.live()) {
      life.until("held", () -> is("DevicesOnly", "Attached"));
      assertThat(message("pods", "checkout-1")).contains("container app is privileged");
    }
  }

  @Test
  void sinceIsTakenOverByARestartedHelper() throws IOException {
    makeCgroup();
    try (NodeBox.Life life = node.live()) {
      life.until("enforced", () -> is("Enforced", "Attached"));
    }
    String since = node.report().text("devices", "since");
    node.podUid = "helper-uid-2";
    cluster.put(FakeCluster.PODS, node.self(NodeBox.PROBE));
    try (NodeBox.Life life = node.live()) {
      life.until("reported by the next", () -> Seen.by(node, node.podUid));
      assertThat(node.report().text("devices", "since")).isEqualTo(since);
    }
  }
}
