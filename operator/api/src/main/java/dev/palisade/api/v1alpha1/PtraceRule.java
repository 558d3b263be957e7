package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A rule about tracing processes, and about looking into them through /proc. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action", "access", "peer"})
public class PtraceRule extends Rule {
  @Required
  @Size(min = 1, max = 4)
  @JsonPropertyDescription(
      "Read and ReadBy are what /proc/PID asks for, Trace and TracedBy what a debugger does.")
  public List<PtraceAccess> access;

  @JsonPropertyDescription("Self: processes of the same container. Absent: Anyone.")
  public Peer peer;
}
