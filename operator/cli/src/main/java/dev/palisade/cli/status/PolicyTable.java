package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.PodCounts;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.WorkloadCounts;
import dev.palisade.cli.text.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One line for each policy. */
final class PolicyTable {
  private PolicyTable() {}

  static List<String> lines(List<SecurityPolicy> policies) {
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
            "DEGRADED");
    policies.stream()
        .sorted(
            Comparator.comparing((SecurityPolicy p) -> p.getMetadata().getNamespace())
                .thenComparing(p -> p.getMetadata().getName()))
        .forEach(p -> row(table, p));
    return table.lines();
  }

  private static void row(Table table, SecurityPolicy p) {
    Seen seen = Seen.of(p);
    table.row(
        p.getMetadata().getNamespace(),
        p.getMetadata().getName(),
        p.getSpec().mode.name(),
        seen.updateRevision().map(Seen::shortRevision).orElse(""),
        seen.current()
            ? seen.condition("Progressing").map(c -> c.getReason()).orElse("")
            : "Unseen",
        ofWorkloads(seen, c -> c.updated),
        ofWorkloads(seen, c -> c.verified),
        pods(seen),
        seen.current() ? seen.condition("Ready").map(c -> c.getStatus()).orElse("") : "Unknown",
        seen.degraded().orElse(""));
  }

  private static String ofWorkloads(Seen seen, Function<WorkloadCounts, Integer> part) {
    return seen.status()
        .map((SecurityPolicyStatus s) -> s.workloadCounts)
        .map(c -> zero(part.apply(c)) + "/" + zero(c.matching))
        .orElse("");
  }

  private static String pods(Seen seen) {
    return seen.status()
        .map((SecurityPolicyStatus s) -> s.podCounts)
        .map((PodCounts c) -> zero(c.enforced) + "/" + zero(c.governed))
        .orElse("");
  }

  static int zero(Integer count) {
    return Optional.ofNullable(count).orElse(0);
  }
}
