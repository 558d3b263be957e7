package dev.palisade.node.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.denials.AuditRecord;
import dev.palisade.node.denials.Classifier;
import dev.palisade.node.denials.DenialCounts;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ContainerProcess;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.Processes;
import dev.palisade.node.verify.Verdict.State;
import dev.palisade.policy.DenialKind;
import dev.palisade.policy.apparmor.Program;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes and records of programs that rules are for alone. */
class ProgramsTest {
  private static final String PSQL = Program.written("/usr/bin/psql").profile(Fixtures.APP);
  private static final String OTHER = Program.written("/usr/bin/other").profile(Fixtures.APP);

  private static final Revision REVISION = Revision.of(Fixtures.json(profile()));

  private static String profile() {
    return new String(
            JsonText.write(Fixtures.profile(Fixtures.REVISION, "All")), StandardCharsets.UTF_8)
        .replace("\"name\":\"app\",", "\"name\":\"app\",\"programs\":[\"/usr/bin/psql\"],")
        .replace(
            "\"files\":[",
            "\"files\":[{\"name\":\"psql\",\"action\":\"Deny\",\"paths\":[\"/own\"],\"access\":[\"Write\"],"
                + "\"programs\":[\"/usr/bin/psql\"]},");
  }

  @Test
  void aProcessUnderTheChildIsUnderTheProfile() {
    assertThat(verdict(Fixtures.APP, PSQL).state()).isEqualTo(State.ENFORCED);
    assertThat(verdict(PSQL).state()).isEqualTo(State.ENFORCED);
  }

  @Test
  void anotherChildIsNot() {
    assertThat(verdict(Fixtures.APP, OTHER))
        .isEqualTo(
            new Verdict(
                State.UNENFORCED,
                "container app: process 2 is %s (enforce), not %s (enforce)"
                    .formatted(OTHER, Fixtures.APP)));
  }

  @Test
  void aProcessUnderAChildHoldsTheProfile() {
    assertThat(new Label(PSQL, "enforce").names(Fixtures.APP)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "true, /own, INTENDED",
    "false, /own, UNEXPECTED",
    "true, /var/log/checkout/a, INTENDED"
  })
  void whatIsIntendedIsSaidByTheProgramsRules(boolean psql, String path, DenialKind kind) {
    assertThat(new Classifier().classify(open(psql ? PSQL : Fixtures.APP, path), List.of(REVISION)))
        .isEqualTo(kind);
  }

  /** By which the operator finds the revision again. */
  @Test
  void aDenialIsCountedUnderTheContainersProfile() {
    var counts = new DenialCounts();
    counts.count(open(PSQL, "/a"), DenialKind.UNEXPECTED);
    counts.count(open(Fixtures.APP, "/b"), DenialKind.UNEXPECTED);
    assertThat(counts.report().entries())
        .singleElement()
        .matches(e -> e.profile().equals(Fixtures.APP) && e.count() == 2);
  }

  private static AuditRecord open(String profile, String path) {
    return AuditRecord.parse(
            "audit(1700000000.123:45): apparmor=\"DENIED\" operation=\"open\" class=\"file\" profile=\"%s\" name=\"%s\" pid=1 denied_mask=\"w\""
                .formatted(profile, path))
        .orElseThrow();
  }

  private static Verdict verdict(String... profiles) {
    List<ContainerProcess> app =
        Stream.of(profiles).map(p -> process(Fixtures.APP_ID, p, p.equals(OTHER) ? 2 : 1)).toList();
    List<ContainerProcess> sidecar = List.of(process(Fixtures.SIDECAR_ID, Fixtures.DEFAULT, 3));
    var processes =
        new Processes(1000, Map.of(Fixtures.APP_ID, app, Fixtures.SIDECAR_ID, sidecar), Set.of());
    return PodVerdict.of(
            Fixtures.pod(Fixtures.governedPod()),
            Map.of(Fixtures.REVISION, REVISION),
            Map.of(),
            processes)
        .orElseThrow();
  }

  private static ContainerProcess process(String container, String profile, int pid) {
    return new ContainerProcess(
        pid, 500, container, new Label(profile, "enforce"), -1, 0, List.of());
  }
}
