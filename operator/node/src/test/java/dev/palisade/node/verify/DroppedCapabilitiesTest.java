package dev.palisade.node.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.verify.DroppedCapabilities.Proof;
import dev.palisade.node.verify.Verdict.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DroppedCapabilitiesTest {
  private static final Pod POD = Fixtures.pod(Fixtures.governedPod());

  /** What containerd gives: NET_RAW, bit 13, is among it. */
  private static final long DEFAULT = 0xa80425fbL;

  private static final String NET_RAW = "{'drop': ['NET_RAW']}";
  private static final Map<String, Revision> ASKED = dropping("app", NET_RAW, "Enforce");
  private static final Label ITS_PROFILE = new Label(Fixtures.APP, "enforce");
  private static final Label UNCONFINED = new Label("unconfined", "");

  /** The last set is that of a process in a user namespace of its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'drop': ['NET_RAW']}                             | a80425fb    | APP_ARMOR_ONLY
          {'drop': ['NET_RAW']}                             | a80405fb    | DROPPED
          {'drop': ['NET_RAW', 'OF_A_LATER_VERSION']}       | a80405fb    | DROPPED
          {'drop': ['ALL']}                                 | 0           | DROPPED
          {'drop': ['ALL']}                                 | 400         | APP_ARMOR_ONLY
          {'drop': ['ALL'], 'add': ['NET_BIND_SERVICE']}    | 400         | DROPPED
          {'drop': ['ALL'], 'add': ['NET_BIND_SERVICE']}    | 401         | APP_ARMOR_ONLY
          {'drop': ['CHECKPOINT_RESTORE']}                  | 1ffffffffff | APP_ARMOR_ONLY
          """)
  void whatIsSeenIsSaid(String rules, String boundingSet, Proof proof) {
    Map<String, Revision> revisions = dropping("app", rules, "Enforce");
    Processes seen =
        seen(app(1, ITS_PROFILE, 10, 0), app(2, ITS_PROFILE, 10, Long.parseLong(boundingSet, 16)));
    assertThat(DroppedCapabilities.lines(POD, revisions, seen))
        .containsExactly(new ProofLine("app", proof));
    assertThat(PodVerdict.of(POD, revisions, Map.of(), seen).orElseThrow().state())
        .isEqualTo(State.ENFORCED);
  }

  /** Of it the profile denies nothing: to say AppArmorOnly would be to say too much. */
  @Test
  void aProcessUnderAnotherLabelIsTheVerdictsMatter() {
    Processes seen = seen(app(1, ITS_PROFILE, 10, 0), app(2, UNCONFINED, 10, DEFAULT));
    assertThat(DroppedCapabilities.lines(POD, ASKED, seen))
        .containsExactly(new ProofLine("app", Proof.DROPPED));
    assertThat(PodVerdict.of(POD, ASKED, Map.of(), seen).orElseThrow().state())
        .isEqualTo(State.UNENFORCED);
    assertThat(DroppedCapabilities.lines(POD, ASKED, seen(app(2, UNCONFINED, 10, DEFAULT))))
        .isEmpty();
  }

  /** The runtime's own process, before it has given itself the container's sets. */
  @Test
  void aProcessThatIsStillStartingIsNotSeenYet() {
    ContainerProcess starting = app(5, ITS_PROFILE, 995, DEFAULT);
    assertThat(DroppedCapabilities.lines(POD, ASKED, seen(starting))).isEmpty();
    assertThat(DroppedCapabilities.lines(POD, ASKED, seen(starting, app(6, ITS_PROFILE, 999, 0))))
        .containsExactly(new ProofLine("app", Proof.DROPPED));
  }

  @Test
  void theBaseOfThePodIsThatOfItsOtherContainers() {
    Processes seen = seen(app(1, ITS_PROFILE, 10, DEFAULT));
    assertThat(DroppedCapabilities.lines(POD, dropping("_default", NET_RAW, "Enforce"), seen))
        .containsExactly(new ProofLine("sidecar", Proof.APP_ARMOR_ONLY));
  }

  @Test
  void nothingIsSaidInModeComplainNorWithoutRulesNorWithoutProcesses() {
    Processes seen = seen(app(1, ITS_PROFILE, 10, DEFAULT));
    assertThat(DroppedCapabilities.lines(POD, dropping("app", NET_RAW, "Complain"), seen))
        .isEmpty();
    Map<String, Revision> unasked = Map.of(Fixtures.REVISION, Fixtures.revision("All"));
    assertThat(DroppedCapabilities.lines(POD, unasked, seen)).isEmpty();
    assertThat(DroppedCapabilities.lines(POD, ASKED, Processes.NONE)).isEmpty();
  }

  private static Map<String, Revision> dropping(String container, String rules, String mode) {
    String entry = "{\"name\":\"" + container + "\",";
    String profile =
        new String(
            JsonText.write(Fixtures.profile(Fixtures.REVISION, "All")), StandardCharsets.UTF_8);
    return Map.of(
        Fixtures.REVISION,
        Revision.of(
            Fixtures.json(
                profile
                    .replace(entry, entry + "\"capabilities\":" + rules + ",")
                    .replace("\"mode\":\"Enforce\"", "\"mode\":\"" + mode + "\""))));
  }

  private static ContainerProcess app(int pid, Label label, double started, long boundingSet) {
    return new ContainerProcess(pid, started, Fixtures.APP_ID, label, boundingSet, 0, List.of());
  }

  private static Processes seen(ContainerProcess... app) {
    var sidecar =
        new ContainerProcess(
            99,
            10,
            Fixtures.SIDECAR_ID,
            new Label(Fixtures.DEFAULT, "enforce"),
            DEFAULT,
            0,
            List.of());
    return new Processes(
        1000,
        Map.of(Fixtures.APP_ID, List.of(app), Fixtures.SIDECAR_ID, List.of(sidecar)),
        Set.of());
  }
}
