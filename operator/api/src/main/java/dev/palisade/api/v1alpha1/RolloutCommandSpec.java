package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Spec of a {@link RolloutCommand}; immutable. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self == oldSelf",
    message = "a RolloutCommand is immutable: create another one")
@ValidationRule(
    value = "self.action == 'Release' || has(self.policyName)",
    message = "Retry and Abort are about one policy: write policyName: NAME")
@ValidationRule(
    value = "self.action != 'Release' || !has(self.policyName)",
    message =
        "Release is about workloads: write workloads: [{kind: Deployment, name: NAME}] or all: true")
@ValidationRule(
    value =
        "self.action != 'Release' || (has(self.all) && self.all)"
            + " != (has(self.workloads) && self.workloads.size() > 0)",
    message = "Release needs either workloads: [{kind: Deployment, name: NAME}] or all: true")
@ValidationRule(
    value = "self.action == 'Release' || (!has(self.workloads) && !has(self.all))",
    message = "only Release names workloads or all; Retry and Abort name policyName")
public class RolloutCommandSpec {
  @Required
  @JsonPropertyDescription(
      "Retry: roll a failed, reverted or released revision again. Abort: take the rollout in progress back. Release: give"
          + " our fields back.")
  public RolloutAction action;

  @Size(min = 1, max = 63)
  @JsonPropertyDescription("For Retry and Abort: the policy.")
  public String policyName;

  @Size(max = 256)
  @JsonPropertyDescription("For Release: these workloads.")
  public List<WorkloadReference> workloads;

  @JsonPropertyDescription("For Release: every workload of the namespace that carries our fields.")
  public Boolean all;

  /** A workload of the command's namespace. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class WorkloadReference {
    @Required
    @ValidationRule(value = "self == 'Deployment'", message = "kind must be Deployment")
    @Size(max = 63)
    public String kind;

    @Required
    @Size(min = 1, max = 253)
    public String name;
  }
}
