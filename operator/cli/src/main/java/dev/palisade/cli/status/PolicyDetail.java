package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.FailedRevision;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.WorkloadStatus;
import dev.palisade.cli.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report as lines: first what holds, then what stands in the way, then the ways out. */
final class PolicyDetail {
  private PolicyDetail() {}

  static List<String> lines(PolicyReport report) {
    SecurityPolicy policy = report.policy();
    Seen seen = Seen.of(policy);
    List<String> out = new ArrayList<>(Summary.lines(policy, seen));
    section(out, "Conditions", conditions(seen));
    section(out, "Workloads in flight or with a problem", workloads(seen));
    section(out, "Failed revisions", failed(seen));
    section(out, "Nodes and the update revision", nodes(report.nodes()));
    section(out, "Denials", denials(report.denials()));
    paragraph(out, "Notes", report.notes());
    paragraph(out, "What to do", WaysOut.of(policy, seen));
    return out;
  }

  private static void section(List<String> out, String title, Table table) {
    if (!table.isEmpty()) {
      out.add("");
      out.add(title);
      out.addAll(table.lines());
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
    Table table = new Table("  ", "TYPE", "STATUS", "REASON", "SINCE", "MESSAGE");
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
    Table table = new Table("  ", "NODE", "CAPABLE", "VERIFIED", "REASON");
    nodes.forEach(n -> table.row(n.node(), n.capable(), n.verified(), n.reason()));
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
          text(d.latest().lastSeen),
          text(d.latest().operation),
          text(d.latest().target));
    }
    return table;
  }

  private static String revision(String name) {
    return name == null ? "" : Seen.shortRevision(name);
  }

  private static String text(String value) {
    return Optional.ofNullable(value).orElse("");
  }
}
