package dev.palisade.node.report;

import dev.palisade.node.json.Json;
import java.time.Instant;

/**
 * Whether the node can enforce one kind of rules.
 *
 * @param reason as in NodeSecurityState
 * @param message the way out, empty where nothing is wrong
 * @param since when the reason became what it is
 */
public record Ability(boolean capable, String reason, String message, Instant since) {
  Json json() {
    return Json.object()
        .put("capable", capable)
        .put("reason", reason)
        .put("message", message)
        .put("since", Report.seconds(since))
        .build();
  }
}
