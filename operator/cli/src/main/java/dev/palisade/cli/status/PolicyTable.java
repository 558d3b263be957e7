package dev.palisade.cli.status;

import dev.palisade.cli.text.Table;
import dev.palisade.cli.text.Tone;
import java.util.List;
import java.util.Optional;

/** One line for each policy. */
final class PolicyTable {
  private static final int READY = 8;

  private PolicyTable() {}

  static List<String> lines(List<PolicyLine> policies, boolean colours) {
    Table table =
        new Table(
                "",
                "NAMESPACE",
                "NAME",
                "MODE",
                "REVISION",
                "PROGRESS",
                "UPDATED",
                "VERIFIED",
                "ENFORCED",
                "READY",
                "DEGRADED")
            .tone("READY", row -> "True".equals(row.get(READY)) ? Tone.GOOD : Tone.WAITS)
            .tone("DEGRADED", row -> "-".equals(row.getLast()) ? Tone.NONE : Tone.BAD);
    policies.forEach(p -> row(table, p));
    return table.lines(colours);
  }

  private static void row(Table table, PolicyLine p) {
    var workloads = Optional.ofNullable(p.workloadCounts());
    var pods = Optional.ofNullable(p.podCounts());
    table.row(
        p.namespace(),
        p.name(),
        p.mode(),
        Optional.ofNullable(p.updateRevision()).map(Seen::shortRevision).orElse(""),
        text(p.progress()),
        workloads.map(c -> zero(c.updated) + "/" + zero(c.matching)).orElse(""),
        workloads.map(c -> zero(c.verified) + "/" + zero(c.matching)).orElse(""),
        pods.map(c -> zero(c.enforced) + "/" + zero(c.governed)).orElse(""),
        text(p.ready()),
        text(p.degraded()));
  }

  static int zero(Integer count) {
    return Optional.ofNullable(count).orElse(0);
  }

  static String text(String value) {
    return Optional.ofNullable(value).orElse("");
  }
}
