package dev.palisade.cli.preflight;

import java.util.List;

/**
 * A preflight of one policy.
 *
 * @param workloads those that it would match
 * @param notes what stops nothing and should be known
 */
record PreflightReport(
    String namespace, String name, String revision, List<Verdict> workloads, List<String> notes) {
  PreflightReport {
    workloads = List.copyOf(workloads);
    notes = List.copyOf(notes);
  }

  /** Those of a file, as one document. */
  record All(List<PreflightReport> policies) {
    public All {
      policies = List.copyOf(policies);
    }
  }

  boolean passes() {
    return workloads.stream().allMatch(Verdict::assignable);
  }
}
