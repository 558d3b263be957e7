package dev.palisade.api.v1alpha1;

/** The base a container's rules are added to. */
public enum BaseName {
  RuntimeDefault,
  Restricted
}
