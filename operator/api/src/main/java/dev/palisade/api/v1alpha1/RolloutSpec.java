package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Budgets and deadlines. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RolloutSpec {
  @Min(1)
  @Max(1000)
  @Default("5")
  @JsonPropertyDescription("How many workloads may be rolling at a time.")
  public Integer maxConcurrentWorkloads;

  @Min(10)
  @Max(86400)
  @Default("600")
  @JsonPropertyDescription(
      "Seconds from the apply within which a workload's new pods must be ready and verified; flapping never extends it.")
  public Integer progressDeadlineSeconds;

  @Min(10)
  @Max(86400)
  @Default("300")
  @JsonPropertyDescription(
      "Seconds after which a node that has not verified the revision is named, and after which incapability is lasting.")
  public Integer nodeDeadlineSeconds;

  @Default("Rollback")
  @JsonPropertyDescription(
      "Rollback: apply the previous revision again, or give the fields back where there was none.")
  public OnFailure onFailure;
}
