package dev.palisade.api.v1alpha1;

/** What a rule does with what it is about. */
public enum RuleAction {
  Deny,
  Allow,
  Audit
}
