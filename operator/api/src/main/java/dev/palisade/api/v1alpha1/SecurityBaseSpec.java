package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Spec of a {@link SecurityBase}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecurityBaseSpec {
  @JsonPropertyDescription(
      "The base that the rules are added to. Absent: none, the rules are all there is.")
  public BuiltInBase from;

  @Required
  @Size(min = 1, max = 32768)
  @JsonPropertyDescription(
      "One rule of AppArmor a line, in the form of apparmor-profiles/README.md; lines that begin with # are comments.")
  public String appArmorRules;

  @Default("{}")
  @JsonPropertyDescription("The budget of a change of the rules.")
  public BaseRollout rollout;

  /** The budget of a change. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class BaseRollout {
    @Min(1)
    @Max(100)
    @Default("1")
    @JsonPropertyDescription(
        "How many SecurityPolicies may be rolling to the changed rules at a time, in the order of namespace and name; each keeps"
            + " its own budget. One that fails keeps its place, so a change that hurts stops by itself.")
    public Integer maxConcurrentPolicies;
  }
}
