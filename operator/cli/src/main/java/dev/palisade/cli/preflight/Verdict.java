package dev.palisade.cli.preflight;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is to be said about one workload.
 *
 * @param findings at least one; the first is what the policy's status would say
 */
record Verdict(String kind, String name, List<Finding> findings) {
  Verdict {
    findings = List.copyOf(findings);
  }

  @JsonProperty
  boolean assignable() {
    return findings.stream().noneMatch(Finding::stops);
  }
}
