package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Rules about paths of files. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action", "paths"})
public abstract class PathRule extends ProgramRule {
  @Required
  @Size(min = 1, max = 64)
  @JsonPropertyDescription(
      "Absolute paths. * matches within one component, ** across components; /d/** is everything below /d, not /d"
          + " itself.")
  @ValidationRule(
      value = "self.all(p, p.startsWith('/'))",
      message = "paths are absolute: begin each with / (the path as seen inside the container)")
  @ValidationRule(
      value = "self.all(p, !p.contains('/../') && !p.endsWith('/..'))",
      message = "paths may not contain ..: the kernel sees the resolved path; write that one")
  public List<String> paths;
}
