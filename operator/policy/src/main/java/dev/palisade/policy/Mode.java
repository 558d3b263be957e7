package dev.palisade.policy;

import java.util.Arrays;
import java.util.Optional;

/** Whether the policy's denials hold, or are allowed and reported. The base holds in both. */
public enum Mode implements Word {
  ENFORCE("Enforce"),
  COMPLAIN("Complain");

  private final String word;

  Mode(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  public static Optional<Mode> of(String word) {
    return Arrays.stream(values()).filter(m -> m.word.equals(word)).findFirst();
  }
}
