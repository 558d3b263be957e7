package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Numbers of SecurityPolicies that an object of the cluster is part of. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class PolicyCounts {
  public Integer matching;

  @JsonPropertyDescription(
      "Ready with a revision that has this generation in it: their pods are replaced, and proven.")
  public Integer verified;

  @JsonPropertyDescription("They cannot be compiled, or the revision was taken back.")
  public Integer failed;
}
