package dev.palisade.cli.preflight;

import dev.palisade.cli.text.Plain;
import dev.palisade.cli.text.Table;
import java.util.ArrayList;
import java.util.List;

/** A preflight as lines. */
final class PreflightLines {
  private PreflightLines() {}

  static List<String> of(
      String policy, String revision, List<Verdict> verdicts, List<String> notes) {
    List<String> out = new ArrayList<>();
    out.add("%s, revision %s".formatted(policy, revision));
    if (verdicts.isEmpty()) {
      out.add("No workload of the namespace matches podSelector.");
    } else {
      out.add("");
      out.addAll(table(verdicts).lines());
      out.add("");
      long good = verdicts.stream().filter(Verdict::assignable).count();
      out.add(
          good == verdicts.size()
              ? "All %d can be assigned.".formatted(good)
              : "%d of %d can be assigned.".formatted(good, verdicts.size()));
    }
    notes.forEach(n -> out.add("note: " + Plain.line(n)));
    return out;
  }

  private static Table table(List<Verdict> verdicts) {
    Table table = new Table("", "WORKLOAD", "VERDICT", "WHY");
    for (Verdict verdict : verdicts) {
      for (Finding finding : verdict.findings()) {
        table.row(verdict.workload(), finding.word(), finding.message());
      }
    }
    return table;
  }
}
