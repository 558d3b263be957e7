package dev.palisade.api.v1alpha1;

/** Whether denies deny or only report. */
public enum Mode {
  Enforce,
  Complain
}
