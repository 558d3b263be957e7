package dev.palisade.api.v1alpha1;

/** The bases that come with Palisade. */
public enum BuiltInBase {
  RuntimeDefault,
  Restricted
}
