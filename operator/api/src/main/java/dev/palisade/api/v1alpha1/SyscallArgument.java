package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** What an argument of a system call is compared with. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"index", "operator", "value", "mask"})
@ValidationRule(
    value = "has(self.mask) == (self.operator == 'MaskedEqual')",
    message = "mask goes with operator MaskedEqual, and with no other")
public class SyscallArgument {
  @Required
  @Min(0)
  @Max(5)
  @JsonPropertyDescription("Which argument, from 0.")
  public Integer index;

  @Required
  @JsonPropertyDescription("MaskedEqual: the bits that mask has are those of value.")
  public ArgumentOperator operator;

  @Required
  @Min(0)
  @Max(4294967295.0)
  @JsonPropertyDescription("The argument is compared as a number of 64 bits without a sign.")
  public Long value;

  @Min(1)
  @Max(4294967295.0)
  @JsonPropertyDescription("The bits that MaskedEqual looks at; it has all that value has.")
  public Long mask;
}
