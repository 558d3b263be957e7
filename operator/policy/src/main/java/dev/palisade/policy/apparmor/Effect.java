package dev.palisade.policy.apparmor;

/**
 * What a rule does with an access it matches. Denials are always audited: a quiet one is unseen.
 */
public enum Effect {
  ALLOW(""),
  /** Allowed and reported: action Audit, and what Complain makes of the policy's denials. */
  AUDIT("audit "),
  DENY("audit deny ");

  private final String prefix;

  Effect(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }
}
