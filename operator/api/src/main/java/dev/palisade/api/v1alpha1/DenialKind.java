package dev.palisade.api.v1alpha1;

/** Whether a deny rule matched, nothing allowed it, or it was allowed and reported. */
public enum DenialKind {
  Intended,
  Unexpected,
  Complain,
  Audited
}
