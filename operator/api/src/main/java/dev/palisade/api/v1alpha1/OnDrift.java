package dev.palisade.api.v1alpha1;

/** What to do about processes that lost their profile. */
public enum OnDrift {
  Report
}
