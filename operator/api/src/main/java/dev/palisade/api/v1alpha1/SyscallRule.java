package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A rule about system calls, held by a seccomp filter. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action", "names", "args"})
public class SyscallRule extends Rule {
  @Required
  @Size(min = 1, max = 128)
  @JsonPropertyDescription("System calls as in syscalls(2), such as mount.")
  public List<@Size(min = 1, max = 64) String> names;

  @Size(min = 1, max = 6)
  @JsonPropertyDescription(
      "What its arguments are compared with; all must hold, and no two are about one argument. Absent: whatever they are.")
  public List<SyscallArgument> args;
}
