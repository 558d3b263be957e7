package dev.palisade.api.v1alpha1;

/** What was seen of the device program of a pod. */
public enum DevicesProof {
  Attached,
  AttachedLate,
  Missing
}
