package dev.palisade.cli.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Takes what must not leave the cluster out of objects and texts.
 *
 * @param known values that were left out of objects: left out as well where a text repeats them
 */
record Redaction(List<String> known) {
  static final String REDACTED = "<redacted>";

  /** A shorter value is too often a word of a sentence. */
  private static final int KNOWN_LENGTH = 8;

  private static final Set<String> ANNOTATIONS =
      Set.of(
          "deployment.kubernetes.io/revision",
          "deprecated.daemonset.template.generation",
          "kubectl.kubernetes.io/restartedAt");
  private static final List<String> ANNOTATION_PREFIXES =
      List.of("palisade.dev/", "container.apparmor.security.beta.kubernetes.io/");

  /** Ends of containers about which the runtime speaks; at others the program's own words stand. */
  private static final Set<String> RUNTIME_SPEAKS =
      Set.of("StartError", "ContainerCannotRun", "ContainerStatusUnknown");

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          rule("-----BEGIN [A-Z ]+-----[\\s\\S]*?(-----END [A-Z ]+-----|$)", REDACTED),
          rule("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)?", REDACTED),
          rule("(?i)\\b(bearer|basic)(\\s+)[A-Za-z0-9._~+/=-]{6,}", "$1$2" + REDACTED),
          rule("(\\b[a-z][a-z0-9+.-]*://)[^\\s/@:\"]*:[^\\s/@\"]+@", "$1" + REDACTED + "@"),
          rule("\\b(AKIA|ASIA)[A-Z0-9]{16}\\b", REDACTED),
          rule("\\bgh[pousr]_[A-Za-z0-9]{20,}", REDACTED),
          rule(
              "(?i)([a-z0-9_.-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key"
                  + "|credentials?|authorization)[\"']?\\s*[:=]\\s*)(\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|[^\\s,;&\"'}]+)",
              "$1" + REDACTED));

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }

  Redaction {
    known = known.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /**
   * Values in pod specs that may be secrets: of the environment, of commands and their arguments.
   *
   * @param specs as they are in the API server
   * @param words names that the bundle is about; they are no secrets though a value may equal one
   */
  static Redaction of(Collection<JsonNode> specs, Set<String> words) {
    Set<String> values = new TreeSet<>();
    specs.forEach(spec ->
        Stream.of("containers", "initContainers", "ephemeralContainers")
            .flatMap(list -> stream(spec.path(list)))
            .forEach(container -> {
              container.path("env").forEach(e -> values.add(e.path("value").asText()));
              container.path("command").forEach(e -> values.add(e.asText()));
              container.path("args").forEach(e -> values.add(e.asText()));
            }));
    values.removeIf(v -> v.length() < KNOWN_LENGTH || v.startsWith("/") || words.contains(v));
    return new Redaction(List.copyOf(values));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  String text(String text) {
    String out = text;
    for (String value : known) {
      out = out.replace(value, REDACTED);
    }
    for (Rule rule : RULES) {
      out = rule.pattern().matcher(out).replaceAll(rule.replacement());
    }
    return out;
  }

  /** The kept fields, with each text in them redacted, and annotations of others emptied. */
  ObjectNode object(ObjectNode object, KeptFields fields) {
    ObjectNode kept = fields.of(object);
    ends(kept.path("status"));
    return redact(kept);
  }

  private static void ends(JsonNode status) {
    for (String list :
        List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")) {
      for (JsonNode container : status.path(list)) {
        for (String state : List.of("state", "lastState")) {
          if (container.path(state).path("terminated") instanceof ObjectNode end
              && end.has("message")
              && !RUNTIME_SPEAKS.contains(end.path("reason").asText())) {
            end.put("message", REDACTED);
          }
        }
      }
    }
  }

  private ObjectNode redact(ObjectNode object) {
    ObjectNode out = object.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      // Keys of managedFields hold names and elements of lists.
      out.set(
          text(field.getKey()),
          field.getKey().equals("annotations") && field.getValue() instanceof ObjectNode a
              ? annotations(a)
              : value(field.getValue()));
    }
    return out;
  }

  private JsonNode value(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> redact(object);
      case ArrayNode array -> {
        ArrayNode out = array.arrayNode();
        array.forEach(e -> out.add(value(e)));
        yield out;
      }
      case TextNode text -> TextNode.valueOf(text(text.textValue()));
      default -> value;
    };
  }

  private ObjectNode annotations(ObjectNode annotations) {
    ObjectNode out = annotations.objectNode();
    for (Map.Entry<String, JsonNode> a : annotations.properties()) {
      boolean kept =
          ANNOTATIONS.contains(a.getKey())
              || ANNOTATION_PREFIXES.stream().anyMatch(a.getKey()::startsWith);
      out.put(a.getKey(), kept ? text(a.getValue().asText()) : REDACTED);
    }
    return out;
  }
}
