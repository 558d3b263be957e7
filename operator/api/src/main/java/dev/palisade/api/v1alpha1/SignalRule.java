package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A rule about signals between processes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action", "access", "signals", "peer"})
@ValidationRule(
    value =
        "self.action != 'Deny' || !self.access.exists(a, a == 'Receive') || (has(self.peer) && self.peer == 'Self')",
    message =
        "a container that cannot receive signals from its runtime can never be ended; write peer: Self, or access: [Send]")
public class SignalRule extends Rule {
  @Required
  @Size(min = 1, max = 2)
  public List<SignalAccess> access;

  @Size(min = 1, max = 32)
  @JsonPropertyDescription(
      "Absent: all. Exists is signal 0, which asks whether a process is there.")
  public List<SignalName> signals;

  @JsonPropertyDescription("Self: processes of the same container. Absent: Anyone.")
  public Peer peer;
}
