package dev.palisade.node.model;

import dev.palisade.node.json.Json;
import java.util.Optional;

/**
 * The seccomp filter of an artefact.
 *
 * @param name as a {@code localhostProfile} has it: the file below the kubelet's directory
 * @param blob name of the SecurityProfileBlob, empty while there is none
 * @param sha256 hex hash of the file
 */
public record Filter(String name, String blob, String sha256) {

  /** Empty where the container has none. */
  static Optional<Filter> of(Json field) {
    return field.isNull()
        ? Optional.empty()
        : Optional.of(
            new Filter(field.text("localhostProfile"), field.text("blob"), field.text("sha256")));
  }
}
