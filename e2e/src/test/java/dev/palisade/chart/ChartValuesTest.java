package dev.palisade.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * A value is in {@code values.yaml} with a comment, in the schema, and in the table of {@code
 * docs/guide/chart.md}, or in none of them. The table is made of the two: {@code
 * -Dgolden.write=true} writes it anew.
 */
class ChartValuesTest {
  private static final Path CHART = Checkout.root().resolve("charts/palisade");
  private static final Path GUIDE = Checkout.root().resolve("docs/guide/chart.md");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String HEAD =
      """
      | value | type | default | meaning |
      |---|---|---|---|
      """;

  private static final Pattern TABLE =
      Pattern.compile(
          "(?m)^" + Pattern.quote(HEAD.lines().findFirst().orElseThrow()) + "\n(\\|.*\n)+");

  @Test
  void everyValueIsInTheSchema() throws IOException {
    assertThat(ChartValue.all(CHART.resolve("values.yaml"), schema().keySet()).keySet())
        .isEqualTo(schema().keySet());
  }

  @Test
  void everyValueIsInTheGuide() throws IOException {
    Map<String, JsonNode> schema = schema();
    String table =
        ChartValue.all(CHART.resolve("values.yaml"), schema.keySet()).entrySet().stream()
            .map(e -> row(e.getKey(), e.getValue(), schema.get(e.getKey())))
            .collect(Collectors.joining("", HEAD, ""));
    String guide = Files.readString(GUIDE);
    Matcher there = TABLE.matcher(guide);
    assertThat(there.find()).as("a table of values in %s", GUIDE).isTrue();
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(GUIDE, there.replaceFirst(Matcher.quoteReplacement(table)));
    }
    assertThat(Files.readString(GUIDE)).contains(table);
  }

  private static String row(String path, ChartValue value, JsonNode schema) {
    assertThat(value.comment()).as("comment '# -- …' of %s in values.yaml", path).isNotEmpty();
    assertThat(value.comment()).as("comment of %s", path).doesNotContain("|").endsWith(".");
    return "| `%s` | %s | `%s` | %s |\n"
        .formatted(path, type(schema), value.text(), value.comment());
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.get("enum").spliterator(), false)
          .map(choice -> "`" + choice.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    return type.isArray()
        ? StreamSupport.stream(type.spliterator(), false)
            .map(ChartValuesTest::word)
            .collect(Collectors.joining(" or "))
        : word(type);
  }

  private static String word(JsonNode type) {
    return type.asText().equals("array") ? "list" : type.asText();
  }

  /** Schemas of the values by path. What is written of a Kubernetes type is one value. */
  private static Map<String, JsonNode> schema() throws IOException {
    JsonNode root = YAML.readTree(Files.readString(CHART.resolve("values.schema.json")));
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    walk("", root, root, leaves);
    // Helm's own, when the chart is part of another.
    assertThat(leaves.remove("global")).isNotNull();
    return leaves;
  }

  private static void walk(String path, JsonNode root, JsonNode at, Map<String, JsonNode> leaves) {
    if (at.has("$ref")) {
      leaves.put(path, root.at(at.get("$ref").asText().substring("#".length())));
    } else if (at.has("properties")) {
      assertThat(at.path("additionalProperties")).as("%s is closed", path).hasToString("false");
      at.get("properties")
          .properties()
          .forEach(e ->
              walk(
                  path.isEmpty() ? e.getKey() : path + "." + e.getKey(),
                  root,
                  e.getValue(),
                  leaves));
    } else {
      leaves.put(path, at);
    }
  }
}
