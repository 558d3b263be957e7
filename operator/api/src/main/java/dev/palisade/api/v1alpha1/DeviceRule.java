package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A rule about devices, held by a device program at the pod's cgroup. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action", "type", "major", "minor", "access"})
@ValidationRule(
    value = "!has(self.minor) || has(self.major)",
    message = "a minor number says nothing without its major; add major, or leave minor out")
public class DeviceRule extends NamedRule {
  @Required
  @JsonPropertyDescription(
      "Deny. Allow: with one such rule nothing is allowed but what they name and what every container has; what a rule denies"
          + " stays denied.")
  public DeviceAction action;

  @Required public DeviceType type;

  @Min(0)
  @Max(4095)
  @JsonPropertyDescription("Absent: every one. See /proc/devices.")
  public Integer major;

  @Min(0)
  @Max(1048575)
  @JsonPropertyDescription("Absent: every one of the major.")
  public Integer minor;

  @Required
  @Size(min = 1, max = 3)
  @JsonPropertyDescription("Read and Write: opening it so. Mknod: making a device file of it.")
  public List<DeviceAccess> access;
}
