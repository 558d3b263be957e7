package dev.palisade.node.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ApiVolume;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.verify.SecretMounts.Proof;
import dev.palisade.node.verify.Verdict.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMountsTest {
  private static final long SYS_ADMIN = 1L << 21;
  private static final Pod POD = Fixtures.pod(Fixtures.governedPod());
  private static final Map<String, Revision> ASKED = askedFor("app");

  /** A volume of another pod is that pod's matter. */
  @ParameterizedTest
  @CsvSource({
    "0,        uid-1, true,  READ_ONLY,         ENFORCED",
    "200000,   uid-1, true,  SYS_ADMIN_PRESENT, ENFORCED",
    "100000,   uid-1, true,  READ_ONLY,         ENFORCED",
    "200000,   uid-1, false, WRITABLE,          UNENFORCED",
    "0,        uid-1, false, WRITABLE,          UNENFORCED",
    "0,        uid-2, false, READ_ONLY,         ENFORCED",
  })
  void whatIsSeenIsSaid(
      String boundingSet, String owner, boolean readOnly, Proof proof, State verdict) {
    var volume = new ApiVolume(owner, "/etc/tls", readOnly);
    Processes seen =
        seen(
            app(1, 0, List.of(new ApiVolume("uid-1", "/conf", true))),
            app(2, Long.parseLong(boundingSet, 16), List.of(volume)));
    assertThat(SecretMounts.lines(POD, ASKED, seen)).containsExactly(new ProofLine("app", proof));
    assertThat(PodVerdict.of(POD, ASKED, Map.of(), seen).orElseThrow().state()).isEqualTo(verdict);
  }

  @Test
  void theMessageSaysWhichAndWhere() {
    Processes seen = seen(app(7, 0, List.of(new ApiVolume("uid-1", "/etc/tls", false))));
    assertThat(PodVerdict.of(POD, ASKED, Map.of(), seen).orElseThrow().message())
        .isEqualTo(
            "container app: process 7 has a volume writable that is to be read-only: /etc/tls");
  }

  @Test
  void theBaseOfThePodIsThatOfItsOtherContainers() {
    assertThat(SecretMounts.asked(List.of(POD), askedFor("_default")))
        .containsExactly(Fixtures.SIDECAR_ID);
    assertThat(SecretMounts.asked(List.of(POD), ASKED)).containsExactly(Fixtures.APP_ID);
  }

  @Test
  void whoDoesNotAskIsNotLookedAt() {
    Map<String, Revision> unasked = Map.of(Fixtures.REVISION, Fixtures.revision("All"));
    Processes seen = seen(app(1, SYS_ADMIN, List.of(new ApiVolume("uid-1", "/etc/tls", false))));
    assertThat(SecretMounts.asked(List.of(POD), unasked)).isEmpty();
    assertThat(SecretMounts.lines(POD, unasked, seen)).isEmpty();
    assertThat(PodVerdict.of(POD, unasked, Map.of(), seen).orElseThrow().state())
        .isEqualTo(State.ENFORCED);
  }

  /** The runtime's own process, before it has given itself the container's mounts. */
  @Test
  void aProcessThatIsStillStartingIsNotSeenYet() {
    var starting =
        new ContainerProcess(
            5,
            995,
            Fixtures.APP_ID,
            new Label("unconfined", ""),
            0,
            0,
            List.of(new ApiVolume("uid-1", "/var/lib/kubelet/x", false)));
    assertThat(SecretMounts.lines(POD, ASKED, seen(starting))).isEmpty();
    assertThat(SecretMounts.lines(POD, ASKED, seen(starting, app(6, 0, List.of()))))
        .containsExactly(new ProofLine("app", Proof.READ_ONLY));
  }

  @Test
  void nothingIsSaidOfAContainerWithoutProcesses() {
    assertThat(SecretMounts.lines(POD, ASKED, Processes.NONE)).isEmpty();
  }

  private static Map<String, Revision> askedFor(String container) {
    String entry = "{\"name\":\"" + container + "\",";
    String profile =
        new String(
            JsonText.write(Fixtures.profile(Fixtures.REVISION, "All")), StandardCharsets.UTF_8);
    Json asked = Fixtures.json(profile.replace(entry, entry + "\"secretMounts\":\"ReadOnly\","));
    return Map.of(Fixtures.REVISION, Revision.of(asked));
  }

  private static ContainerProcess app(int pid, long boundingSet, List<ApiVolume> volumes) {
    return new ContainerProcess(
        pid, 10, Fixtures.APP_ID, new Label(Fixtures.APP, "enforce"), boundingSet, 0, volumes);
  }

  private static Processes seen(ContainerProcess... app) {
    var sidecar =
        new ContainerProcess(
            99, 10, Fixtures.SIDECAR_ID, new Label(Fixtures.DEFAULT, "enforce"), 0, 0, List.of());
    return new Processes(
        1000,
        Map.of(Fixtures.APP_ID, List.of(app), Fixtures.SIDECAR_ID, List.of(sidecar)),
        Set.of());
  }
}
