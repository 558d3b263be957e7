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
}
