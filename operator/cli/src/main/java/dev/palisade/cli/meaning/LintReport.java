package dev.palisade.cli.meaning;

import dev.palisade.compile.Artefact;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.policy.meaning.ContainerRuntime;
import dev.palisade.policy.meaning.DeviceLint;
import dev.palisade.policy.meaning.Finding;
import dev.palisade.policy.meaning.Lint;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.ProgramLint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What can be said against the policies of a file, as documents have it. */
record LintReport(List<Line> findings) {
  LintReport {
    findings = List.copyOf(findings);
  }

  /**
   * One finding.
   *
   * @param severity {@code Warning} or {@code Note}
   * @param where a container and a rule, a rule of the pod, or a field of the policy
   */
  record Line(String namespace, String name, String severity, String where, String message) {}

  boolean hasWarnings() {
    return findings.stream().anyMatch(f -> f.severity().equals(Finding.Severity.WARNING.word()));
  }

  static LintReport of(List<RevisionPlan> plans) {
    var lines = new ArrayList<Line>();
    for (RevisionPlan plan : plans) {
      plan.warnings()
          .forEach(w -> lines.add(line(plan, Finding.Severity.WARNING, w.path(), w.message())));
      for (Artefact artefact : plan.artefacts()) {
        Meaning meaning =
            Meaning.of(
                plan.policy(),
                // What the cluster takes away is not this policy's author's to leave out.
                artefact.rules().under(List.of()),
                ContainerRuntime.CONTAINERD);
        Stream.concat(
                Lint.of(meaning).stream(),
                ProgramLint.of(plan.policy(), artefact.rules().under(List.of())).stream())
            .forEach(f ->
                lines.add(
                    line(plan, f.severity(), artefact.container() + " " + f.rule(), f.message())));
      }
      DeviceLint.of(plan.policy())
          .forEach(f -> lines.add(line(plan, f.severity(), f.rule(), f.message())));
    }
    return new LintReport(lines);
  }

  private static Line line(
      RevisionPlan plan, Finding.Severity severity, String where, String message) {
    return new Line(
        plan.policy().namespace(), plan.policy().name(), severity.word(), where, message);
  }
}
