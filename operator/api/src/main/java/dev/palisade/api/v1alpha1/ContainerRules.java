package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a container may do: a base, and rules that take away from it or add to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder("base")
public class ContainerRules extends RuleLists {
  @Required
  @Size(min = 1, max = 63)
  @Pattern("^(RuntimeDefault|Restricted|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$")
  @JsonPropertyDescription(
      "What the rules are added to. RuntimeDefault: equal in effect to containerd's default profile. Restricted: what a program"
          + " needs to begin; all else is denied that no rule allows. Or the name of a SecurityBase.")
  public String base;

  @Size(max = 32)
  @JsonPropertyDescription("Limits of processes, set when they start under the profile.")
  public List<ResourceLimit> resourceLimits;
}
