package dev.palisade.api.v1alpha1;

/** Where a {@link RolloutCommand} stands. */
public enum CommandPhase {
  Pending,
  Running,
  Done,
  Refused
}
