package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A rule about files. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class FileRule extends PathRule {
  @Required
  @Size(min = 1, max = 2)
  @JsonPropertyDescription(
      "Read, or Write: create, write, append, truncate, delete, rename, link and lock.")
  public List<FileAccess> access;
}
