package dev.palisade.api.v1alpha1;

/** What to do about nodes that cannot enforce the policy. */
public enum UnsupportedNodes {
  Wait,
  Avoid
}
