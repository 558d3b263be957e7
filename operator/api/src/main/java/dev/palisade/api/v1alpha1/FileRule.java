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
  @Size(min = 1, max = 6)
  @JsonPropertyDescription(
      "Write is create, write, append, truncate, delete, rename, link and lock. Append is writing to a file opened for"
          + " appending only, Link a hard link of that name, Execute running it or mapping it as code.")
  public List<FileAccess> access;

  @JsonPropertyDescription(
      "Self: only files that belong to the user that the process acts as. Absent: Any.")
  public FileOwner owner;
}
