package dev.palisade.node.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.verify.Verdict.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods of revisions with filters: their fields, and what their processes run under. */
class FilterVerdictTest {
  private static final Revision BOTH = Revision.of(Fixtures.filteredProfile("All"));
  private static final Revision NONE = Fixtures.revision("All");

  /** Container app has rules of its own about system calls, the pod level none. */
  private static final Revision APP_ONLY = Revision.of(Fixtures.json(appOnly()));

  private static String appOnly() {
    String both =
        new String(JsonText.write(Fixtures.filteredProfile("All")), StandardCharsets.UTF_8);
    int from = both.indexOf("\"seccompProfile\"");
    return both.substring(0, from) + both.substring(both.indexOf('}', from) + 2);
  }

  private static final String POD_LEVEL =
      "'seccompProfile': {'type': 'Localhost', 'localhostProfile': '"
          + Fixtures.DEFAULT_FILTER
          + "'}, ";

  /** The mode of the second process in app; all others are right. */
  @ParameterizedTest
  @CsvSource({
    "2, 985, ENFORCED, ''",
    "0, 985, UNENFORCED, container app: process 2 has no seccomp filter (Seccomp: 0)",
    "1, 985, UNENFORCED, container app: process 2 has no seccomp filter (Seccomp: 1)",
    "0, 995, ENFORCED, ''"
  })
  void aProcessWithoutAFilter(int mode, double started, State state, String message) {
    assertThat(verdict(Fixtures.filteredPod(), BOTH, app(1, 2, 500), app(2, mode, started)))
        .isEqualTo(new Verdict(state, message));
  }

  /** As with the label, a process that the runtime has not let go of yet does not count as seen. */
  @Test
  void aProcessThatIsStillStartingIsNotSeenYet() {
    assertThat(verdict(Fixtures.filteredPod(), BOTH, app(1, 0, 995)).state())
        .isEqualTo(State.PENDING);
  }

  @Test
  void whoHasNoFilterIsNotAskedForOne() {
    assertThat(verdict(Fixtures.governedPod(), NONE, app(1, 0, 500)).state())
        .isEqualTo(State.ENFORCED);
    String pod = Fixtures.filteredPod().replace(POD_LEVEL, "");
    assertThat(verdict(pod, APP_ONLY, app(1, 2, 500), sidecar(2, 0)).state())
        .isEqualTo(State.ENFORCED);
    assertThat(verdict(pod, APP_ONLY, app(1, 0, 500)).state()).isEqualTo(State.UNENFORCED);
  }

  /** The author's own field beside a revision that has no filter there. */
  @Test
  void theAuthorsOwnFieldStaysTheirs() {
    String own = POD_LEVEL.replace(Fixtures.DEFAULT_FILTER, "audit.json");
    String pod = Fixtures.filteredPod().replace(POD_LEVEL, own);
    assertThat(verdict(pod, APP_ONLY, app(1, 2, 500)).state()).isEqualTo(State.ENFORCED);
    assertThat(verdict(pod, BOTH, app(1, 2, 500)).message())
        .isEqualTo(
            "pod level: seccomp Localhost audit.json, not Localhost " + Fixtures.DEFAULT_FILTER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          palisade/shop.checkout._default. | palisade/shop.other._default. | pod level: seccomp Localhost palisade/shop.other
          palisade/shop.checkout.app.      | palisade/shop.other.app.      | container app: seccomp Localhost palisade/shop.other
          'seccompProfile'                 | 'other'                       | pod level: seccomp no profile, not Localhost palisade/shop.checkout._default
          'name': 'sidecar'                | 'name': 'sidecar', 'securityContext': {'seccompProfile': {'type': 'RuntimeDefault'}} | container sidecar: seccomp RuntimeDefault, not Localhost
          'palisade.dev/revision'          | 'other'                       | without annotation
          """)
  void oneHalfWithoutTheOtherIsForeign(String from, String to, String message) {
    Verdict verdict = verdict(Fixtures.filteredPod().replace(from, to), BOTH, app(1, 2, 500));
    assertThat(verdict.state()).isEqualTo(State.FOREIGN);
    assertThat(verdict.message()).contains(message);
  }

  @Test
  void aFilterOfOursThatTheRevisionHasNotIsForeign() {
    assertThat(verdict(Fixtures.filteredPod(), NONE, app(1, 2, 500)))
        .isEqualTo(
            new Verdict(
                State.FOREIGN,
                "pod level: seccomp Localhost %s, which is no filter of the revision's"
                    .formatted(Fixtures.DEFAULT_FILTER)));
  }

  @Test
  void aFilterAloneMakesAPodOursToSay() {
    String other =
        """
        {'metadata': {'name': 'a', 'namespace': 'b'}, 'spec': {'containers': [
          {'name': 'c', 'securityContext': {'seccompProfile': {'type': 'Localhost', 'localhostProfile': 'NAME'}}}]}}
        """;
    assertThat(verdict(other.replace("NAME", Fixtures.APP_FILTER), BOTH).state())
        .isEqualTo(State.FOREIGN);
    for (String name : List.of("palisade.json", "palisade.shop/a.json", "audit.json")) {
      assertThat(
              PodVerdict.of(
                  Fixtures.pod(other.replace("NAME", name)), Map.of(), Map.of(), Processes.NONE))
          .as(name)
          .isEmpty();
    }
  }

  @Test
  void anEphemeralContainerThatAsksForLessIsUnenforced() {
    String pod =
        Fixtures.filteredPod()
            .replace(
                "'containers'",
                "'ephemeralContainers': [{'name': 'debug', 'securityContext': {'seccompProfile':"
                    + " {'type': 'Unconfined'}}}], 'containers'");
    assertThat(verdict(pod, BOTH, app(1, 2, 500)))
        .isEqualTo(
            new Verdict(
                State.UNENFORCED,
                "container debug: seccomp Unconfined, not Localhost " + Fixtures.DEFAULT_FILTER));
  }

  private static ContainerProcess app(int pid, int seccomp, double started) {
    return process(pid, Fixtures.APP_ID, Fixtures.APP, seccomp, started);
  }

  private static ContainerProcess sidecar(int pid, int seccomp) {
    return process(pid, Fixtures.SIDECAR_ID, Fixtures.DEFAULT, seccomp, 500);
  }

  private static ContainerProcess process(
      int pid, String id, String profile, int seccomp, double started) {
    return new ContainerProcess(
        pid, started, id, new Label(profile, "enforce"), 0xa80425fbL, seccomp, List.of());
  }

  /** Beside these processes the sidecar has one that is right. */
  private static Verdict verdict(String pod, Revision revision, ContainerProcess... processes) {
    Map<String, List<ContainerProcess>> seen =
        Stream.concat(Stream.of(sidecar(99, 2)), Stream.of(processes))
            .collect(Collectors.groupingBy(ContainerProcess::containerId));
    return PodVerdict.of(
            Fixtures.pod(pod),
            Map.of(Fixtures.REVISION, revision),
            Map.of(),
            new Processes(1000, seen, Set.of()))
        .orElseThrow();
  }
}
