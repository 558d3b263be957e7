package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A rule about mount points. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action", "operations", "paths"})
public class MountRule extends Rule {
  @Required
  @Size(min = 1, max = 4)
  @JsonPropertyDescription("Mount is bind mounts, moves, changes of propagation and remounts too.")
  public List<MountOperation> operations;

  @Size(min = 1, max = 64)
  @JsonPropertyDescription(
      "Mount points, of PivotRoot the new root; as paths of files are written, without a / at the end. Absent: all.")
  @ValidationRule(
      value = "self.all(p, p.startsWith('/'))",
      message = "paths are absolute: begin each with / (the path as seen inside the container)")
  @ValidationRule(
      value = "self.all(p, !p.contains('/../') && !p.endsWith('/..'))",
      message = "paths may not contain ..: the kernel sees the resolved path; write that one")
  public List<String> paths;
}
