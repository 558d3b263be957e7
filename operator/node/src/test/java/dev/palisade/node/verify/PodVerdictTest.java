package dev.palisade.node.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.verify.Verdict.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodVerdictTest {
  private static final double UPTIME = 1000;
  private static final long DEFAULT_CAPABILITIES = 0xa80425fbL;
  private static final Map<String, Revision> REVISIONS =
      Map.of(Fixtures.REVISION, Fixtures.revision("All"));
  private static final String EPHEMERAL =
      "'ephemeralContainers': [{'name': 'debug'}], 'containers'";

  private final List<ContainerProcess> processes = new ArrayList<>();
  private String pod = Fixtures.governedPod();

  @Test
  void everyProcessUnderItsProfileIsEnforced() {
    app(Fixtures.APP, "enforce", 500);
    app(Fixtures.APP, "enforce", 999);
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    assertThat(verdict()).isEqualTo(new Verdict(State.ENFORCED, ""));
  }

  @Test
  void noProcessIsPending() {
    assertThat(verdict().state()).isEqualTo(State.PENDING);
    app(Fixtures.APP, "enforce", 500);
    assertThat(verdict().message()).contains("container sidecar: no process seen");
  }

  @Test
  void aPodWithoutStartedContainersIsPending() {
    pod =
        pod.replaceAll("'status': .*", "'status': {'phase': 'Pending'}}")
            .split("\n *'status'", -1)[0];
    pod = pod.stripTrailing().replaceAll(",$", "}");
    assertThat(verdict()).isEqualTo(new Verdict(State.PENDING, "no process seen yet"));
  }

  /** The other processes are right; one more in container app is not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unconfined                 |          | 985 | UNENFORCED
          unconfined                 |          | 995 | ENFORCED
          cri-containerd.apparmor.d  | enforce  | 985 | UNENFORCED
          APP                        | complain | 985 | UNENFORCED
          APP//&other                | enforce  | 985 | UNENFORCED
          DEFAULT                    | enforce  | 985 | UNENFORCED
          APP                        | enforce  | 985 | ENFORCED
          """)
  void aProcessUnderAnotherLabel(String label, String mode, double started, State expected) {
    app(Fixtures.APP, "enforce", 500);
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    app(
        label.replace("APP", Fixtures.APP).replace("DEFAULT", Fixtures.DEFAULT),
        mode == null ? "" : mode,
        started);
    assertThat(verdict().state()).isEqualTo(expected);
  }

  @Test
  void aProcessThatIsStillStartingIsNotSeenYet() {
    app("unconfined", "", 999);
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    assertThat(verdict().state()).isEqualTo(State.PENDING);
  }

  @Test
  void theMessageNamesContainerProcessAndBothLabels() {
    app("unconfined", "", 500);
    app("unconfined", "", 501);
    assertThat(verdict().message())
        .isEqualTo(
            "container app: process 1 is unconfined, not "
                + Fixtures.APP
                + " (enforce) (and 1 more)");
  }

  /** Base Restricted in mode Complain: the pod level's profile complains, and is to. */
  @Test
  void aProfileThatIsToComplainDoes() {
    String entry = "\"name\":\"_default\",";
    String profile =
        new String(
            JsonText.write(Fixtures.profile(Fixtures.REVISION, "All")), StandardCharsets.UTF_8);
    Map<String, Revision> complaining =
        Map.of(
            Fixtures.REVISION,
            Revision.of(
                Fixtures.json(profile.replace(entry, entry + "\"profileMode\":\"Complain\","))));
    app(Fixtures.APP, "enforce", 500);
    sidecar(Fixtures.DEFAULT, "complain", 500);
    sidecar(Fixtures.DEFAULT + "//null-/usr/bin/busybox", "complain", 500);
    assertThat(PodVerdict.of(Fixtures.pod(pod), complaining, Map.of(), seen()).orElseThrow())
        .isEqualTo(new Verdict(State.ENFORCED, ""));
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    assertThat(PodVerdict.of(Fixtures.pod(pod), complaining, Map.of(), seen()).orElseThrow())
        .isEqualTo(
            new Verdict(
                State.UNENFORCED,
                "container sidecar: process 4 is %s (enforce), not %s (complain)"
                    .formatted(Fixtures.DEFAULT, Fixtures.DEFAULT)));
  }

  @Test
  void anEphemeralContainerRunsUnderThePodLevel() {
    pod = pod.replace("'containers'", EPHEMERAL).replace("'containerStatuses'", debugStatus());
    app(Fixtures.APP, "enforce", 500);
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    assertThat(verdict().state()).isEqualTo(State.PENDING);
    add("c".repeat(64), Fixtures.DEFAULT, "enforce", 500, DEFAULT_CAPABILITIES);
    assertThat(verdict().state()).isEqualTo(State.ENFORCED);
    add("c".repeat(64), "unconfined", "", 500, DEFAULT_CAPABILITIES);
    assertThat(verdict().state()).isEqualTo(State.UNENFORCED);
  }

  @Test
  void anEphemeralContainerThatAsksForLessIsUnenforced() {
    String asking =
        EPHEMERAL.replace(
            "'debug'", "'debug', 'securityContext': {'appArmorProfile': {'type': 'Unconfined'}}");
    pod = pod.replace("'containers'", asking);
    app(Fixtures.APP, "enforce", 500);
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    assertThat(verdict().message())
        .isEqualTo("container debug: Unconfined, not Localhost " + Fixtures.DEFAULT);
  }

  @Test
  void theSandboxIsNoContainerOfThePod() {
    app(Fixtures.APP, "enforce", 500);
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    add("d".repeat(64), "cri-containerd.apparmor.d", "enforce", 400, DEFAULT_CAPABILITIES);
    assertThat(verdict().state()).isEqualTo(State.ENFORCED);
  }

  @Test
  void aProfileThatIsNotTheRevisionsOwnEnforcesNothing() {
    app(Fixtures.APP, "enforce", 500);
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    Verdict verdict =
        PodVerdict.of(
                Fixtures.pod(pod), REVISIONS, Map.of(Fixtures.APP, "loaded with hash x"), seen())
            .orElseThrow();
    assertThat(verdict.state()).isEqualTo(State.UNENFORCED);
    assertThat(verdict.message()).contains("loaded with hash x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'drop': ['NET_RAW', 'CAP_MKNOD']              | a80425fb | NET_RAW, MKNOD
          'drop': ['NET_RAW']                           | a80405fb |
          'drop': ['ALL']                               | 0        |
          'drop': ['all'], 'add': ['NET_BIND_SERVICE']  | 400      |
          'drop': ['ALL'], 'add': ['NET_BIND_SERVICE']  | 401      | CHOWN
          'drop': ['KILL'], 'add': ['KILL']             | 20       | KILL
          'add': ['SYS_TIME']                           | ffffffff |
          """)
  void droppedCapabilitiesAreGone(String capabilities, String boundingSet, String kept) {
    pod =
        pod.replace(
            "'name': 'app', 'securityContext': {",
            "'name': 'app', 'securityContext': {'capabilities': {" + capabilities + "}, ");
    add(Fixtures.APP_ID, Fixtures.APP, "enforce", 500, Long.parseLong(boundingSet, 16));
    sidecar(Fixtures.DEFAULT, "enforce", 500);
    if (kept == null) {
      assertThat(verdict().state()).isEqualTo(State.ENFORCED);
    } else {
      assertThat(verdict())
          .isEqualTo(
              new Verdict(
                  State.UNENFORCED,
                  "container app: process 1 still has dropped capabilities " + kept));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'shop'                                     | 'other'                | is of namespace shop
          shop.checkout.ab12cd34ef                   | shop.checkout.zzzzzzzzzz | does not exist
          palisade.shop.checkout._default.           | palisade.shop.other._default. | pod level
          palisade.shop.checkout.app.                | palisade.shop.other.app. | container app
          'name': 'sidecar'                          | 'name': 'sidecar', 'securityContext': {'appArmorProfile': {'type': 'RuntimeDefault'}} | container sidecar: RuntimeDefault, not Localhost
          'palisade.dev/revision'                    | 'other'                | without annotation
          """)
  void oneHalfWithoutTheOtherIsForeign(String from, String to, String message) {
    pod = pod.replace(from, to);
    Map<String, Revision> revisions = REVISIONS;
    Verdict verdict = PodVerdict.of(Fixtures.pod(pod), revisions, Map.of(), seen()).orElseThrow();
    assertThat(verdict.state()).isEqualTo(State.FOREIGN);
    assertThat(verdict.message()).contains(message);
  }

  @Test
  void otherPodsAreNotOurs() {
    Pod other =
        Fixtures.pod(
            "{'metadata': {'name': 'a', 'namespace': 'b'}, 'spec': {'containers': [{'name': 'c'}]}}");
    assertThat(PodVerdict.of(other, REVISIONS, Map.of(), seen())).isEmpty();
  }

  private static String debugStatus() {
    return "'ephemeralContainerStatuses': [{'name': 'debug', 'containerID': 'containerd://"
        + "c".repeat(64)
        + "', 'state': {'running': {}}}], 'containerStatuses'";
  }

  private void app(String label, String mode, double started) {
    add(Fixtures.APP_ID, label, mode, started, DEFAULT_CAPABILITIES);
  }

  private void sidecar(String label, String mode, double started) {
    add(Fixtures.SIDECAR_ID, label, mode, started, DEFAULT_CAPABILITIES);
  }

  private void add(String id, String label, String mode, double started, long boundingSet) {
    int pid = processes.size() + 1;
    processes.add(
        new ContainerProcess(pid, started, id, new Label(label, mode), boundingSet, 0, List.of()));
  }

  private Processes seen() {
    Map<String, List<ContainerProcess>> byContainer = new HashMap<>();
    for (ContainerProcess p : processes) {
      byContainer.computeIfAbsent(p.containerId(), _ -> new ArrayList<>()).add(p);
    }
    return new Processes(UPTIME, byContainer, Set.of());
  }

  private Verdict verdict() {
    return PodVerdict.of(Fixtures.pod(pod), REVISIONS, Map.of(), seen()).orElseThrow();
  }
}
