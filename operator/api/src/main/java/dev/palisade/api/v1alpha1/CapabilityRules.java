package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Capabilities to drop, and with {@code drop: [ALL]} those to keep. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.add) || self.add.size() == 0 || (has(self.drop) && self.drop.exists(d, d in ['ALL', 'all']))",
    message =
        "capabilities.add keeps capabilities that drop: [ALL] would take; write drop: [ALL], or leave add out")
public class CapabilityRules {
  @Size(max = 64)
  @JsonPropertyDescription("ALL, or names such as NET_RAW.")
  public List<String> drop;

  @Size(max = 64)
  @JsonPropertyDescription(
      "With drop: [ALL], the capabilities that stay; each one of the runtime's default set.")
  public List<String> add;
}
