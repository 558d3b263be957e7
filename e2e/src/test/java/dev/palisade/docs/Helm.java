package dev.palisade.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** {@code helm}: its subcommands, the chart, and the values given to it. */
final class Helm {
  private static final Set<String> WITH_CHART = Set.of("install", "upgrade", "template");
  private static final Set<String> OTHERS = Set.of("uninstall", "rollback", "history", "test");

  private Helm() {}

  static void check(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    String command = arguments.getFirst();
    if (!WITH_CHART.contains(command) && !OTHERS.contains(command)) {
      throw new Fault("nobody knows helm " + command);
    }
    if (WITH_CHART.contains(command)
        && arguments.stream()
            .noneMatch(a -> Files.exists(Checkout.root().resolve(a).resolve("Chart.yaml")))) {
      throw new Fault("helm " + command + " names no chart of this checkout");
    }
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).startsWith("--set")) {
        for (String setting : arguments.get(i + 1).split(",", -1)) {
          value(setting.split("=", 2)[0]);
        }
      }
    }
  }

  private static void value(String path) {
    try {
      JsonNode root =
          new ObjectMapper().readTree(Commands.text("charts/palisade/values.schema.json"));
      JsonNode at = root;
      for (String name : path.split("\\.", -1)) {
        at = at.path("properties").path(name);
        if (at.has("$ref")) {
          at = root.at(at.get("$ref").asText().substring("#".length()));
        }
      }
      if (at.isMissingNode()) {
        throw new Fault("the chart has no value " + path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
