package dev.palisade.node.report;

import dev.palisade.node.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * This node's NodeSecurityState as the API server has it.
 *
 * @param version resource version as a number (KEP-5504: comparable)
 */
public record OwnState(long version, Json status) {

  public static OwnState of(Json object) {
    String version = object.text("metadata", "resourceVersion");
    return new OwnState(
        version.matches("\\d{1,18}") ? Long.parseLong(version) : 0, object.at("status"));
  }

  /**
   * Since when the reason has held, if it was reported in the same boot.
   *
   * @param ability the report's field, such as {@code appArmor}
   */
  public Optional<Instant> since(String bootId, String ability, String reason) {
    boolean same =
        status.text("bootID").equals(bootId) && status.text(ability, "reason").equals(reason);
    try {
      return same ? Optional.of(Instant.parse(status.text(ability, "since"))) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
