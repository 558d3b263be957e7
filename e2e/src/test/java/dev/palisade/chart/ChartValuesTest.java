package dev.palisade.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A value is in {@code values.yaml} with a comment, in the schema, and in the table of {@code
 * docs/guide/chart.md} with the same default; or in none of them.
 */
class ChartValuesTest {
  private static final Path CHART = Checkout.root().resolve("charts/palisade");
  private static final Path GUIDE = Checkout.root().resolve("docs/guide/chart.md");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** {@code | `operator.replicas` | `2` | meaning |} */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-zA-Z.]+)` \\| (?:`([^`|]*)`|[^`|]*) \\| ([^|]+) \\|$");

  @Test
  void everyValueIsInTheSchema() throws IOException {
    assertThat(defaults().keySet()).isEqualTo(schema());
  }

  @Test
  void everyValueIsInTheGuideWithItsDefault() throws IOException {
    Map<String, JsonNode> told = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(GUIDE));
    while (row.find()) {
      String text = row.group(2);
      told.put(row.group(1), text == null ? null : YAML.readTree(text));
    }
    Map<String, JsonNode> defaults = defaults();
    assertThat(told.keySet()).isEqualTo(defaults.keySet());
    assertThat(told)
        .allSatisfy((path, value) ->
            assertThat(value).as("default of %s", path).isEqualTo(defaults.get(path)));
  }

  @Test
  void everyValueHasAComment() throws IOException {
    List<String> lines = Files.readAllLines(CHART.resolve("values.yaml"));
    List<String> bare = new ArrayList<>();
    for (String path : defaults().keySet()) {
      String key = path.substring(path.lastIndexOf('.') + 1) + ":";
      String parent = path.contains(".") ? path.substring(0, path.indexOf('.')) + ":" : "";
      int from = lines.indexOf(parent);
      for (int at = from + 1; at < lines.size(); at++) {
        if (lines.get(at).strip().startsWith(key)) {
          if (!lines.get(at - 1).strip().startsWith("#")) {
            bare.add(path);
          }
          break;
        }
      }
    }
    assertThat(bare).as("values without a comment in values.yaml").isEmpty();
  }

  /** By path; what the schema leaves open is one value, whatever is in it. */
  private static Map<String, JsonNode> defaults() throws IOException {
    Map<String, JsonNode> found = new TreeMap<>();
    walk("", YAML.readTree(Files.readString(CHART.resolve("values.yaml"))), schema(), found);
    return found;
  }

  private static void walk(
      String path, JsonNode value, Set<String> leaves, Map<String, JsonNode> found) {
    if (value instanceof ObjectNode object && !object.isEmpty() && !leaves.contains(path)) {
      object.properties().forEach(e -> walk(below(path, e.getKey()), e.getValue(), leaves, found));
    } else {
      found.put(path, value);
    }
  }

  private static Set<String> schema() throws IOException {
    JsonNode root = YAML.readTree(Files.readString(CHART.resolve("values.schema.json")));
    Set<String> leaves = new TreeSet<>();
    walk("", root, root, leaves);
    // Helm's own, when the chart is part of another.
    assertThat(leaves.remove("global")).isTrue();
    return leaves;
  }

  private static void walk(String path, JsonNode root, JsonNode at, Set<String> leaves) {
    JsonNode schema =
        at.has("$ref") ? root.at(at.get("$ref").asText().substring("#".length())) : at;
    if (schema.has("properties")) {
      assertThat(schema.path("additionalProperties").isBoolean()).as("%s is closed", path).isTrue();
      schema
          .get("properties")
          .properties()
          .forEach(e -> walk(below(path, e.getKey()), root, e.getValue(), leaves));
    } else {
      leaves.add(path);
    }
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
