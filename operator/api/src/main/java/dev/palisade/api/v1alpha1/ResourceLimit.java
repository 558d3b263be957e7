package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** The most that a process of the container may have of a resource. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "resource", "max"})
public class ResourceLimit extends NamedRule {
  @Required
  @JsonPropertyDescription("As in setrlimit(2).")
  public Resource resource;

  @Required
  @Min(0)
  @JsonPropertyDescription(
      "The hard limit, in the kernel's units: bytes, microseconds (RTTIME), or a number of things. A lower"
          + " one stays.")
  public Long max;
}
