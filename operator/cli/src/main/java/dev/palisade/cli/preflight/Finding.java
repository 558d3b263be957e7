package dev.palisade.cli.preflight;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Something about a workload and a policy.
 *
 * @param word a reason as the policy's status would give it, or {@code Assignable}, {@code
 *     Assigned}
 * @param stops the operator would not begin while it holds
 */
record Finding(@JsonProperty("reason") String word, String message, boolean stops) {
  static Finding stop(String word, String message) {
    return new Finding(word, message, true);
  }

  static Finding fine(String word, String message) {
    return new Finding(word, message, false);
  }
}
