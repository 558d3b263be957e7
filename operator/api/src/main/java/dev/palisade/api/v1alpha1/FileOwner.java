package dev.palisade.api.v1alpha1;

/** Whose files a rule is about. */
public enum FileOwner {
  Any,
  Self
}
