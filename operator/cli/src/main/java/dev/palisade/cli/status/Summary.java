package dev.palisade.cli.status;

import static dev.palisade.cli.status.PolicyTable.zero;

import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.cli.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The head of a policy's detail. */
final class Summary {
  private Summary() {}

  static List<String> lines(PolicyReport report) {
    List<String> out = new ArrayList<>();
    line(out, "Policy", report.namespace() + "/" + report.name());
    line(out, "Mode", report.mode());
    if (!report.seen()) {
      line(out, "Status", unseen(report));
    }
    if (report.deletionTimestamp() != null) {
      line(out, "Deleting", "since " + report.deletionTimestamp());
    }
    if (report.status() != null) {
      status(out, report.status());
    }
    return out;
  }

  private static String unseen(PolicyReport report) {
    return report.status() != null && report.status().observedGeneration != null
        ? "about generation %d; the operator has not looked at generation %d yet"
            .formatted(report.status().observedGeneration, report.generation())
        : "the operator has not looked at this policy yet";
  }

  private static void status(List<String> out, SecurityPolicyStatus s) {
    line(out, "Update revision", Optional.ofNullable(s.updateRevision).orElse("none"));
    line(out, "Stable revision", Optional.ofNullable(s.stableRevision).orElse("none"));
    if (s.clusterPolicies != null) {
      line(
          out,
          "Cluster rules",
          s.clusterPolicies.stream()
              .map((SecurityPolicyStatus.Merged m) -> m.name)
              .collect(Collectors.joining(", ")));
    }
    if (s.workloadCounts != null) {
      var c = s.workloadCounts;
      line(
          out,
          "Workloads",
          "%d matching, %d updated, %d verified, %d blocked"
              .formatted(zero(c.matching), zero(c.updated), zero(c.verified), zero(c.blocked)));
    }
    if (s.podCounts != null) {
      var c = s.podCounts;
      line(
          out,
          "Pods",
          "%d governed, %d enforced, %d unenforced"
              .formatted(zero(c.governed), zero(c.enforced), zero(c.unenforced)));
    }
    if (s.rollout != null && s.rollout.startedAt != null) {
      line(out, "Rollout", "since " + s.rollout.startedAt + deadline(s.rollout.deadlineAt));
    }
  }

  private static String deadline(String at) {
    return at == null ? "" : ", deadline " + at;
  }

  private static void line(List<String> out, String name, String value) {
    out.add("%-17s%s".formatted(name + ":", Plain.line(value)));
  }
}
