package dev.palisade.api.v1alpha1;

/** What to do about a revision whose pods do not become ready. */
public enum OnFailure {
  Rollback
}
