package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Status of a {@link RolloutCommand}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RolloutCommandStatus {
  @JsonPropertyDescription("Pending, Running, Done, or Refused: nothing was done.")
  public CommandPhase phase;

  @JsonPropertyDescription("How far it is, or why it was refused.")
  public String message;

  public String completedAt;
}
