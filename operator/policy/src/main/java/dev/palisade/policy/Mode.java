package dev.palisade.policy;

import java.util.Arrays;
import java.util.Optional;

/** Whether the policy's denials hold, or are allowed and reported. The base holds in both. */
public enum Mode {
  ENFORCE("Enforce"),
  COMPLAIN("Complain");

  private final String word;

  Mode(String word) {
    this.word = word;
  }

  /** As the API has it. */
  public String word() {
    return word;
  }

  public static Optional<Mode> of(String word) {
    return Arrays.stream(values()).filter(m -> m.word.equals(word)).findFirst();
  }
}
