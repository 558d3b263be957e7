package dev.palisade.cli.preflight;

import java.util.List;

/**
 * What is to be said about one workload.
 *
 * @param workload {@code Kind/name}
 * @param findings at least one; the first is what the policy's status would say
 */
record Verdict(String workload, List<Finding> findings) {
  Verdict {
    findings = List.copyOf(findings);
  }

  boolean assignable() {
    return findings.stream().noneMatch(Finding::stops);
  }
}
