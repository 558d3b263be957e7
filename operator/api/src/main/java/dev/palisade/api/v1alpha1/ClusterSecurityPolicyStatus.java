package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Status of a {@link ClusterSecurityPolicy}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ClusterSecurityPolicyStatus {
  @JsonPropertyDescription("The generation of the spec that this status is about.")
  public Long observedGeneration;

  @JsonPropertyDescription(
      "How many SecurityPolicies it is merged into, and of these how many are where.")
  public PolicyCounts policyCounts;

  @JsonPropertyDescription("Ready.")
  public List<Condition> conditions;

  /** Numbers of SecurityPolicies. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class PolicyCounts {
    public Integer matching;

    @JsonPropertyDescription(
        "Ready with a revision that this generation is merged into: what it takes away is gone from their pods.")
    public Integer verified;

    @JsonPropertyDescription("They cannot be compiled, or the revision was taken back.")
    public Integer failed;
  }
}
