package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Status of a {@link SecurityBase}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecurityBaseStatus {
  @JsonPropertyDescription(
      "The generation of the spec that this status is about. No policy takes a generation before it is here.")
  public Long observedGeneration;

  @JsonPropertyDescription(
      "How many SecurityPolicies are on this base, and of these how many are where.")
  public PolicyCounts policyCounts;

  @JsonPropertyDescription("Pods under these policies: so many are replaced when the rules change.")
  public Integer pods;

  @JsonPropertyDescription(
      "The policies, as namespace/name, that may take this generation now. Those that have it, and are verified with it, are not in the list.")
  public List<String> turn;

  @JsonPropertyDescription("Ready.")
  public List<Condition> conditions;
}
