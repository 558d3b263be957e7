package dev.palisade.policy;

/** What a rule does with what it is about. */
public enum Action implements Word {
  DENY("Deny"),
  /** Under a base that denies by default. */
  ALLOW("Allow"),
  /** What the base allows stays allowed, and is reported. */
  AUDIT("Audit");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
