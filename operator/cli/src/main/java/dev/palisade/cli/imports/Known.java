package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import dev.palisade.api.v1alpha1.SyscallRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A rule that another project has by name, as {@code peers.yaml} translates it. */
record Known(String rule, JsonNode row) {
  private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());
  private static final JsonNode PEERS = peers();

  /** Of one that is not in the table, nothing is known. */
  static Known in(String peer, String rule) {
    return new Known(rule, row(peer, rule));
  }

  private static JsonNode row(String peer, String rule) {
    return PEERS
        .valueStream()
        .filter(p -> p.path("peer").asText().equals(peer))
        .flatMap(p -> p.path("rules").valueStream())
        .filter(r -> Arrays.asList(r.path("rule").asText().split(", ", -1)).contains(rule))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static JsonNode peers() {
    try (InputStream in = Known.class.getResourceAsStream("peers.yaml")) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void apply(Translation translation, Said said) {
    JsonNode say = row.path("say");
    if (say.isMissingNode()) {
      translation.unsaid(
          rule,
          Stream.of("otherwise", "cannot")
              .map(f -> row.path(f).asText(""))
              .filter(t -> !t.isEmpty())
              .findFirst()
              .orElse("is not known"));
      return;
    }
    say.path("presets").forEach(p -> said.preset(p.asText()));
    for (JsonNode network : say.path("network")) {
      said.network(
          RuleAction.Deny,
          words(network.path("families"), SocketFamily::valueOf),
          words(network.path("types"), SocketType::valueOf));
    }
    for (JsonNode rule : say.path("syscalls")) {
      said.calls(MAPPER.convertValue(rule, SyscallRule.class));
    }
    JsonNode capabilities = say.path("capabilities");
    if (capabilities.has("add")) {
      said.keepOnly(Translation.texts(capabilities.path("add")));
    } else {
      capabilities.path("drop").forEach(c -> said.drop(c.asText()));
    }
  }

  private static <W> List<W> words(JsonNode list, Function<String, W> named) {
    return list.valueStream().map(JsonNode::asText).map(named).toList();
  }
}
