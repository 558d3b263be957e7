package dev.palisade.api.v1alpha1;

/** The other process. */
public enum Peer {
  Anyone,
  Self
}
