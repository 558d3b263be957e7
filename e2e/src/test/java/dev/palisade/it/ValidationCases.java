package dev.palisade.it;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cases of one file of {@code validation/}: a base manifest, and for each case what is set or
 * removed in it.
 *
 * @param accepted cases without a message
 * @param refused cases with the whole message of the API server
 */
record ValidationCases(JsonNode base, List<Case> accepted, List<Case> refused) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** JSON pointers to values; a pointer that ends in {@code /-} appends. */
  record Case(String name, Map<String, JsonNode> set, List<String> remove, String message) {
    @Override
    public String toString() {
      return name;
    }

    JsonNode manifest(JsonNode base) {
      JsonNode manifest = base.deepCopy();
      if (set != null) {
        set.forEach((pointer, value) -> put(manifest, JsonPointer.compile(pointer), value));
      }
      if (remove != null) {
        remove.forEach(pointer -> drop(manifest, JsonPointer.compile(pointer)));
      }
      return manifest;
    }
  }

  static ValidationCases load(String file) {
    try (InputStream in = ValidationCases.class.getResourceAsStream("/validation/" + file)) {
      JsonNode tree = YAML.readTree(in);
      return new ValidationCases(
          tree.get("base"), cases(tree.get("accepted")), cases(tree.get("refused")));
    } catch (IOException e) {
      throw new IllegalStateException("validation/" + file, e);
    }
  }

  private static List<Case> cases(JsonNode list) {
    List<Case> cases = new ArrayList<>();
    list.forEach(item -> cases.add(YAML.convertValue(item, Case.class)));
    return cases;
  }

  private static void put(JsonNode root, JsonPointer at, JsonNode value) {
    String key = at.last().getMatchingProperty();
    switch (root.at(at.head())) {
      case ObjectNode object -> object.set(key, value);
      case ArrayNode array when key.equals("-") -> array.add(value);
      case ArrayNode array -> array.set(Integer.parseInt(key), value);
      default -> throw new IllegalArgumentException(at + ": nothing there to set it in");
    }
  }

  private static void drop(JsonNode root, JsonPointer at) {
    String key = at.last().getMatchingProperty();
    if (!(root.at(at.head()) instanceof ObjectNode object) || object.remove(key) == null) {
      throw new IllegalArgumentException(at + ": nothing there to remove");
    }
  }
}
