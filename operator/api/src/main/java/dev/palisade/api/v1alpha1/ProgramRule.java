package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A rule that may be for some programs alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public abstract class ProgramRule extends Rule {
  /** Of an absolute path that is one file's: no wildcard, no slash at the end. */
  static final String PROGRAM = "^/[^*?]*[^*?/]$";

  @Size(min = 1, max = 12)
  @JsonPropertyDescription(
      "Programs by full path as the kernel resolves it, without wildcards: the rule holds only for processes that others in the"
          + " container started from one of them, and for what these start in turn, unless that has rules of its own. Absent:"
          + " for every process. Not in a ClusterSecurityPolicy. Not for containers with allowPrivilegeEscalation: false.")
  public List<@Size(min = 2, max = 256) @Pattern(PROGRAM) String> programs;
}
