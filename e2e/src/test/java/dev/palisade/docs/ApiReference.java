package dev.palisade.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;

/**
 * A CRD as a section of the reference: every field with its type, limits and the messages of its
 * rules.
 */
final class ApiReference {
  private final StringBuilder out = new StringBuilder();

  private ApiReference() {}

  static String of(JsonNode crd) {
    ApiReference page = new ApiReference();
    page.kind(crd.get("spec"));
    return page.out.toString();
  }

  private void kind(JsonNode spec) {
    JsonNode names = spec.get("names");
    JsonNode version = spec.at("/versions/0");
    JsonNode schema = version.at("/schema/openAPIV3Schema");
    line("## %s".formatted(names.get("kind").asText()));
    line(
        "`%s/%s`, %s; `kubectl get %s`, short `%s`."
            .formatted(
                spec.get("group").asText(),
                version.get("name").asText(),
                spec.get("scope").asText().equals("Namespaced") ? "namespaced" : "cluster-scoped",
                names.get("plural").asText(),
                names.at("/shortNames/0").asText()));
    line("");
    line("| field | type | what it is |");
    line("|---|---|---|");
    fields("", schema);
    line("");
    rules("", schema);
    line("");
  }

  private void fields(String path, JsonNode schema) {
    List<String> required = words(schema.path("required"));
    schema
        .path("properties")
        .properties()
        .forEach(field -> {
          String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
          field(name, field.getValue(), required.contains(field.getKey()));
        });
  }

  private void field(String name, JsonNode schema, boolean required) {
    line(
        "| `%s`%s | %s | %s |"
            .formatted(name, required ? " *" : "", type(schema), description(schema)));
    if (schema.has("items")) {
      fields(name + "[]", schema.get("items"));
    } else {
      fields(name, schema);
    }
  }

  private static String type(JsonNode schema) {
    if (schema.has("items")) {
      String list = "list of " + type(schema.get("items"));
      JsonNode keys = schema.path("x-kubernetes-list-map-keys");
      return keys.isEmpty() ? list : list + ", by " + String.join(", ", words(keys));
    }
    if (schema.has("enum")) {
      return String.join(", ", words(schema.get("enum")).stream().map(v -> "`" + v + "`").toList());
    }
    if (schema.path("additionalProperties").has("type")) {
      return "map to " + schema.at("/additionalProperties/type").asText();
    }
    return schema.get("type").asText();
  }

  private static String description(JsonNode schema) {
    StringJoiner text = new StringJoiner(" ");
    text.add(schema.path("description").asText());
    if (schema.has("default")) {
      text.add("Default: `" + plain(schema.get("default")) + "`.");
    }
    limits(schema, text);
    limits(schema.path("items"), text);
    return Prose.cell(text.toString().strip());
  }

  private static void limits(JsonNode schema, StringJoiner text) {
    range(text, schema, "minimum", "maximum", "");
    range(text, schema, "minLength", "maxLength", " characters");
    range(text, schema, "minItems", "maxItems", " entries");
    if (schema.has("pattern")) {
      text.add("Must match `" + schema.get("pattern").asText() + "`.");
    }
  }

  private static void range(
      StringJoiner text, JsonNode schema, String min, String max, String what) {
    if (schema.has(min) && schema.has(max)) {
      text.add("%d to %d%s.".formatted(number(schema, min), number(schema, max), what));
    } else if (schema.has(max)) {
      text.add("At most %d%s.".formatted(number(schema, max), what));
    } else if (schema.has(min)) {
      text.add("At least %d%s.".formatted(number(schema, min), what));
    }
  }

  private static long number(JsonNode schema, String limit) {
    return schema.get(limit).asLong();
  }

  /** The messages of CEL rules, below the table: they are sentences. */
  private void rules(String path, JsonNode schema) {
    List<String> found = new ArrayList<>();
    collect(path, schema, found);
    if (!found.isEmpty()) {
      line("What the API server refuses, and says:");
      found.stream().distinct().forEach(this::line);
    }
  }

  private static void collect(String path, JsonNode schema, List<String> found) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      found.add(
          "- %s: %s"
              .formatted(
                  path.isEmpty() ? "the object" : "`" + path + "`",
                  Prose.text(rule.get("message").asText())));
    }
    if (schema.has("items")) {
      collect(path + "[]", schema.get("items"), found);
    }
    schema
        .path("properties")
        .properties()
        .forEach(field ->
            collect(
                path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                field.getValue(),
                found));
  }

  private static List<String> words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String plain(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
