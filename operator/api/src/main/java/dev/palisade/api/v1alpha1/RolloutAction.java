package dev.palisade.api.v1alpha1;

/** What a {@link RolloutCommand} asks for. */
public enum RolloutAction {
  Retry,
  Abort,
  Release
}
