package dev.palisade.cli.status;

import static dev.palisade.cli.status.PolicyTable.text;

import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.FailedRevision;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.WorkloadStatus;
import dev.palisade.cli.text.Table;
import dev.palisade.cli.text.Tone;
import java.util.ArrayList;
import java.util.List;

/** A report as lines: first what holds, then what stands in the way, then the ways out. */
final class PolicyDetail {
  private PolicyDetail() {}

  static List<String> lines(PolicyReport report, boolean colours) {
    Seen seen = report.whatIsSeen();
    List<String> out = new ArrayList<>(Summary.lines(report));
    section(out, "Conditions", conditions(seen), colours);
    section(out, "Workloads in flight or with a problem", workloads(seen), colours);
    section(out, "Failed revisions", failed(seen), colours);
    section(out, "Nodes and the update revision", nodes(report.nodes()), colours);
    section(out, "Denials", denials(report.denials()), colours);
    section(out, "Audited", denials(report.audited()), colours);
    paragraph(out, "Notes", report.notes());
    paragraph(
        out,
        "What to do",
        report.whatToDo().stream().map(w -> w.reason() + ": " + w.action()).toList());
    return out;
  }

  private static void section(List<String> out, String title, Table table, boolean colours) {
    if (!table.isEmpty()) {
      out.add("");
      out.add(title);
      out.addAll(table.lines(colours));
    }
  }

  private static void paragraph(List<String> out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.add("");
      out.add(title);
      lines.forEach(l -> out.add("  " + l));
    }
  }

  private static Table conditions(Seen seen) {
    Table table =
        new Table("  ", "TYPE", "STATUS", "REASON", "SINCE", "MESSAGE")
            .tone("STATUS", row -> tone(row.get(0), row.get(1)));
    seen.conditions()
        .forEach(c ->
            table.row(
                c.getType(),
                c.getStatus(),
                text(c.getReason()),
                text(c.getLastTransitionTime()),
                text(c.getMessage())));
    return table;
  }

  private static Table workloads(Seen seen) {
    Table table = new Table("  ", "WORKLOAD", "REASON", "REVISION", "BEFORE", "SINCE", "MESSAGE");
    for (WorkloadStatus w :
        seen.status().map((SecurityPolicyStatus s) -> s.workloads).orElse(List.of())) {
      table.row(
          text(w.kind) + "/" + text(w.name),
          text(w.reason),
          revision(w.revision),
          revision(w.previousRevision),
          text(w.startedAt),
          text(w.message));
    }
    return table;
  }

  private static Table failed(Seen seen) {
    Table table = new Table("  ", "REVISION", "REASON", "TIME", "MESSAGE");
    for (FailedRevision f :
        seen.status().map((SecurityPolicyStatus s) -> s.failedRevisions).orElse(List.of())) {
      table.row(revision(f.revision), text(f.reason), text(f.time), text(f.message));
    }
    return table;
  }

  private static Table nodes(List<NodeLine> nodes) {
    Table table =
        new Table("  ", "NODE", "CAPABLE", "VERIFIED", "REASON")
            .tone("VERIFIED", row -> row.get(2).equals("yes") ? Tone.GOOD : Tone.BAD);
    nodes.forEach(n ->
        table.row(
            n.node(),
            n.capable() == null ? "?" : yes(n.capable()),
            yes(n.verified()),
            text(n.reason())));
    return table;
  }

  private static Table denials(List<DenialLine> denials) {
    Table table =
        new Table("  ", "PROFILE", "KIND", "COUNT", "NODES", "LAST SEEN", "OPERATION", "TARGET");
    for (DenialLine d : denials) {
      table.row(
          d.profile(),
          d.kind().name(),
          Long.toString(d.count()),
          String.join(",", d.nodes()),
          text(d.lastSeen()),
          text(d.operation()),
          text(d.target()));
    }
    return table;
  }

  private static String revision(String name) {
    return name == null ? "" : Seen.shortRevision(name);
  }

  /** Degraded is the one that should not be. */
  private static Tone tone(String type, String status) {
    if (type.equals("Degraded")) {
      return status.equals("True") ? Tone.BAD : Tone.NONE;
    }
    return status.equals("True") ? Tone.GOOD : Tone.WAITS;
  }

  private static String yes(boolean is) {
    return is ? "yes" : "no";
  }
}
