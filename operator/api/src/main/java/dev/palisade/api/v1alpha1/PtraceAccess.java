package dev.palisade.api.v1alpha1;

/** The side of tracing, or of looking into /proc/PID, that a rule is about. */
public enum PtraceAccess {
  Trace,
  TracedBy,
  Read,
  ReadBy
}
