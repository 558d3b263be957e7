package dev.palisade.api.v1alpha1;

/** How pods get their revision. */
public enum Assignment {
  Template
}
