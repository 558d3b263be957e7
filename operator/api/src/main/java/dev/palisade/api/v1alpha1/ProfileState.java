package dev.palisade.api.v1alpha1;

/** What a node's kernel holds under a profile's name. */
public enum ProfileState {
  Loaded,
  Tampered,
  Failed
}
