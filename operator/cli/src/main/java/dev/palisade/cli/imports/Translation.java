package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A policy of another project while it is translated. */
final class Translation {
  /** The pod level. */
  static final String ALL = "";

  /** In every message about it. */
  final String what;

  final String name;
  final String namespace;
  final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, Said> containers = new LinkedHashMap<>();
  private final List<String> unsaid = new ArrayList<>();

  Translation(String what, String name, String namespace) {
    this.what = what;
    this.name = name;
    this.namespace = namespace;
  }

  /** Of a Kubernetes object. */
  static Translation of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String name = metadata.path("name").asText("");
    return new Translation(
        object.path("kind").asText() + " " + name, name, metadata.path("namespace").asText(""));
  }

  /** For each of these containers; none stand for the pod level. */
  void in(List<String> names, Consumer<Said> rules) {
    for (String container : names.isEmpty() ? List.of(ALL) : names) {
      rules.accept(containers.computeIfAbsent(container, c -> new Said(this)));
    }
  }

  /** By container, {@link #ALL} for the pod level; in the order in which they came. */
  Map<String, Said> containers() {
    return containers;
  }

  /** That something has no place in a SecurityPolicy, once. */
  void unsaid(String part, String why) {
    String line = part + ": " + why;
    if (!unsaid.contains(line)) {
      unsaid.add(line);
    }
  }

  List<String> unsaid() {
    return List.copyOf(unsaid);
  }

  /** What a field of the other policy has that has no place here. */
  void unsaidIfPresent(JsonNode at, String field, String why) {
    JsonNode value = at.path(field);
    if (!value.isMissingNode()
        && !value.isNull()
        && !(value.isContainerNode() && value.isEmpty())) {
      unsaid(field, why);
    }
  }

  static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}
