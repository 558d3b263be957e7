package dev.palisade.cli.status;

import static dev.palisade.cli.status.PolicyTable.zero;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.cli.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The head of a policy's detail. */
final class Summary {
  private Summary() {}

  static List<String> lines(SecurityPolicy policy, Seen seen) {
    List<String> out = new ArrayList<>();
    var meta = policy.getMetadata();
    line(out, "Policy", meta.getNamespace() + "/" + meta.getName());
    line(out, "Mode", policy.getSpec().mode.name());
    if (!seen.current()) {
      line(out, "Status", unseen(policy, seen));
    }
    if (meta.getDeletionTimestamp() != null) {
      line(out, "Deleting", "since " + meta.getDeletionTimestamp());
    }
    seen.status().ifPresent(s -> status(out, s));
    return out;
  }

  private static String unseen(SecurityPolicy policy, Seen seen) {
    return seen.status().map(s -> s.observedGeneration).isPresent()
        ? "about generation %d; the operator has not looked at generation %d yet"
            .formatted(
                seen.status().orElseThrow().observedGeneration,
                policy.getMetadata().getGeneration())
        : "the operator has not looked at this policy yet";
  }

  private static void status(List<String> out, SecurityPolicyStatus s) {
    line(out, "Update revision", Optional.ofNullable(s.updateRevision).orElse("none"));
    line(out, "Stable revision", Optional.ofNullable(s.stableRevision).orElse("none"));
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
