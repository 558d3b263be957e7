package dev.palisade.api.v1alpha1;

/** What was seen of the capabilities that a container's rules drop. */
public enum CapabilitiesProof {
  Dropped,
  AppArmorOnly
}
