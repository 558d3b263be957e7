package dev.palisade.policy.apparmor;

import dev.palisade.policy.Word;

/** Whose files a rule is about. */
public enum Owner implements Word {
  ANY("Any"),
  /** Files whose owner is the fsuid of the process. */
  SELF("Self");

  private final String word;

  Owner(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
