package dev.palisade.cli.preflight;

import dev.palisade.cli.text.Plain;
import dev.palisade.cli.text.Table;
import dev.palisade.cli.text.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A preflight as lines. */
final class PreflightLines {
  private PreflightLines() {}

  static List<String> of(PreflightReport report, boolean colours) {
    List<Verdict> verdicts = report.workloads();
    List<String> out = new ArrayList<>();
    out.add("%s/%s, revision %s".formatted(report.namespace(), report.name(), report.revision()));
    if (verdicts.isEmpty()) {
      out.add("No workload of the namespace matches podSelector.");
    } else {
      out.add("");
      out.addAll(table(verdicts).lines(colours));
      out.add("");
      long good = verdicts.stream().filter(Verdict::assignable).count();
      out.add(
          good == verdicts.size()
              ? "All %d can be assigned.".formatted(good)
              : "%d of %d can be assigned.".formatted(good, verdicts.size()));
    }
    report.notes().forEach(n -> out.add("note: " + Plain.line(n)));
    return out;
  }

  private static Table table(List<Verdict> verdicts) {
    Set<String> stops =
        verdicts.stream()
            .flatMap(v -> v.findings().stream())
            .filter(Finding::stops)
            .map(Finding::word)
            .collect(Collectors.toSet());
    Table table =
        new Table("", "WORKLOAD", "VERDICT", "WHY")
            .tone("VERDICT", row -> stops.contains(row.get(1)) ? Tone.BAD : Tone.GOOD);
    for (Verdict verdict : verdicts) {
      for (Finding finding : verdict.findings()) {
        table.row(verdict.kind() + "/" + verdict.name(), finding.word(), finding.message());
      }
    }
    return table;
  }
}
