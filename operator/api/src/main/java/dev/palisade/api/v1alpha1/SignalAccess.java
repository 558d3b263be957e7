package dev.palisade.api.v1alpha1;

/** The side of a signal that a rule is about. */
public enum SignalAccess {
  Send,
  Receive
}
