package dev.palisade.node.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.verify.PodDevices.Proof;
import dev.palisade.node.verify.Verdict.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods of revisions with rules about devices. */
class DevicesVerdictTest {
  private static final Map<String, Revision> WITH =
      Map.of(Fixtures.REVISION, Revision.of(Fixtures.devicesProfile("All")));
  private static final Map<String, Revision> WITHOUT =
      Map.of(Fixtures.REVISION, Fixtures.revision("All"));
  private static final Pod GOVERNED = Fixtures.pod(Fixtures.governedPod());
  private static final Pod PRIVILEGED = Fixtures.pod(Fixtures.privilegedPod());

  private static Processes processes(String app, String sidecar) {
    Map<String, List<ContainerProcess>> seen = new HashMap<>();
    add(seen, Fixtures.APP_ID, app);
    add(seen, Fixtures.SIDECAR_ID, sidecar);
    return new Processes(1000, seen, Set.of());
  }

  private static void add(Map<String, List<ContainerProcess>> seen, String id, String label) {
    if (!label.isEmpty()) {
      seen.put(
          id,
          List.of(new ContainerProcess(1, 500, id, Label.parse(label), 0xa80425fbL, 2, List.of())));
    }
  }

  private static final Processes RIGHT =
      processes(Fixtures.APP + " (enforce)", Fixtures.DEFAULT + " (enforce)");
  private static final Processes WRONG = processes("unconfined", Fixtures.DEFAULT + " (enforce)");
  private static final Processes HALF = processes(Fixtures.APP + " (enforce)", "");
  private static final Processes NONE = processes("", "");

  private static Verdict verdict(Pod pod, Processes processes, PodDevices seen) {
    Verdict byProcesses = PodVerdict.of(pod, WITH, Map.of(), processes).orElseThrow();
    return PodDevices.verdict(pod, byProcesses, Optional.ofNullable(seen), processes);
  }

  @ParameterizedTest
  @CsvSource({
    "RIGHT, ATTACHED,      ENFORCED",
    "RIGHT, ATTACHED_LATE, ENFORCED",
    "RIGHT, MISSING,       UNENFORCED",
    "RIGHT, '',            PENDING",
    "WRONG, ATTACHED,      UNENFORCED",
    "HALF,  ATTACHED,      PENDING",
    "HALF,  MISSING,       UNENFORCED",
    "NONE,  ATTACHED,      PENDING",
    "NONE,  MISSING,       PENDING",
    "NONE,  '',            PENDING"
  })
  void enforcedNeedsTheProgramBesidesEverythingElse(String seen, String proof, State state) {
    Processes processes =
        switch (seen) {
          case "RIGHT" -> RIGHT;
          case "WRONG" -> WRONG;
          case "HALF" -> HALF;
          default -> NONE;
        };
    PodDevices devices =
        proof.isEmpty() ? null : new PodDevices(Proof.valueOf(proof), "switched off");
    Verdict verdict = verdict(GOVERNED, processes, devices);
    assertThat(verdict.state()).isEqualTo(state);
    if (devices != null) {
      assertThat(devices.told(verdict).isPresent())
          .as("a lack is told of pods that have begun")
          .isEqualTo(!(proof.equals("MISSING") && state == State.PENDING));
    }
  }

  @Test
  void theMessageSaysWhatIsNotHeldAndWhy() {
    assertThat(verdict(GOVERNED, RIGHT, PodDevices.missing("switched off")))
        .isEqualTo(new Verdict(State.UNENFORCED, "rules about devices are not held: switched off"));
    assertThat(verdict(GOVERNED, WRONG, PodDevices.missing("switched off")).message())
        .startsWith("container app: process 1 is unconfined");
  }

  @ParameterizedTest
  @CsvSource({
    "true,  ATTACHED,      DEVICES_ONLY",
    "true,  ATTACHED_LATE, DEVICES_ONLY",
    "true,  MISSING,       UNENFORCED",
    "false, ATTACHED,      PENDING",
    "false, MISSING,       PENDING"
  })
  void aPrivilegedPodIsJudgedByItsProgramAlone(boolean begun, String proof, State state) {
    Processes processes = begun ? processes("unconfined", "unconfined") : NONE;
    PodDevices devices = new PodDevices(Proof.valueOf(proof), "why");
    assertThat(verdict(PRIVILEGED, processes, devices).state()).isEqualTo(state);
  }

  @Test
  void whatDoesNotHoldOfAPrivilegedPodIsSaid() {
    assertThat(verdict(PRIVILEGED, WRONG, PodDevices.of(Proof.ATTACHED)).message())
        .isEqualTo(
            "container app is privileged: of the revision only the rules about devices hold");
  }

  /** By an init or ephemeral container too; but only with the annotation alone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'containers': [                | 'initContainers': [{'name': 'setup', 'securityContext': {'privileged': true}}], 'containers': [ | DEVICES_ONLY
          'containers': [                | 'ephemeralContainers': [{'name': 'debug', 'securityContext': {'privileged': true}}], 'containers': [ | DEVICES_ONLY
          'containers': [                | 'containers': [ | FOREIGN
          {'name': 'sidecar'}            | {'name': 'sidecar', 'securityContext': {'privileged': true, 'appArmorProfile': {'type': 'Localhost', 'localhostProfile': 'palisade.x'}}} | FOREIGN
          {'name': 'sidecar'}            | {'name': 'sidecar', 'securityContext': {'privileged': true, 'seccompProfile': {'type': 'Localhost', 'localhostProfile': 'palisade/x.json'}}} | FOREIGN
          {'name': 'sidecar'}            | {'name': 'sidecar', 'securityContext': {'privileged': true, 'seccompProfile': {'type': 'Localhost', 'localhostProfile': 'own.json'}}} | DEVICES_ONLY
          'namespace': 'shop'            | 'namespace': 'other' | FOREIGN
          """)
  void whoseRulesAboutDevicesAloneHold(String from, String to, State state) {
    String bare = Fixtures.privilegedPod().replace("'privileged': true", "");
    Pod pod = Fixtures.pod(bare.replace(from, to));
    assertThat(PodVerdict.of(pod, WITH, Map.of(), WRONG).orElseThrow().state()).isEqualTo(state);
    assertThat(PodDevices.asked(pod, WITH).isPresent()).isEqualTo(state == State.DEVICES_ONLY);
  }

  @Test
  void aRevisionWithoutSuchRulesAsksForNothing() {
    assertThat(PodDevices.asked(GOVERNED, WITH)).isPresent();
    assertThat(PodDevices.asked(GOVERNED, WITHOUT)).isEmpty();
    assertThat(PodDevices.asked(PRIVILEGED, WITHOUT)).isEmpty();
    assertThat(PodVerdict.of(PRIVILEGED, WITHOUT, Map.of(), RIGHT).orElseThrow().state())
        .isEqualTo(State.FOREIGN);
  }
}
