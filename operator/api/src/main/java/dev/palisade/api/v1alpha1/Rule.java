package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;

/** The one shape of rules: a name, what is done, and what it is about. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "action"})
public abstract class Rule extends NamedRule {
  @Required
  @JsonPropertyDescription(
      "Deny. Allow: only under base Restricted; what anything denies stays denied. Audit: what the base allows stays allowed,"
          + " and each use is counted.")
  public RuleAction action;
}
