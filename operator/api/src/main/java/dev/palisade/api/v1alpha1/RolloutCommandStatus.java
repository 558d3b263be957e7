package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Status of a {@link RolloutCommand}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RolloutCommandStatus {
  public CommandPhase phase;
  public String message;
  public String completedAt;
}
