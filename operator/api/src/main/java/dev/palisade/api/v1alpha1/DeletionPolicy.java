package dev.palisade.api.v1alpha1;

/** What becomes of our fields when a policy no longer applies. */
public enum DeletionPolicy {
  Retain,
  Release
}
