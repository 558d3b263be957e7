package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A rule about sockets, by what they are made as: socket(family, type). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action", "families", "types"})
public class NetworkRule extends ProgramRule {
  @Size(min = 1, max = 64)
  @JsonPropertyDescription(
      "Address families; absent: all. The kernel does not tell protocols apart.")
  public List<SocketFamily> families;

  @Size(min = 1, max = 8)
  @JsonPropertyDescription("Socket types; absent: all.")
  public List<SocketType> types;
}
