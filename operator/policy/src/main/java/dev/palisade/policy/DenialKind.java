package dev.palisade.policy;

/** What a record says about the policy. */
public enum DenialKind implements Word {
  /** A rule of the policy or of its base says so in words. */
  INTENDED("Intended"),
  /** Nothing allows it, and nobody wrote that it shall be denied: the policy may hurt. */
  UNEXPECTED("Unexpected"),
  /** It was allowed, and would be denied in mode Enforce. */
  COMPLAIN("Complain"),
  /** It was allowed, and a rule of the policy asks for it to be reported. No denial. */
  AUDITED("Audited");

  private final String word;

  DenialKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
