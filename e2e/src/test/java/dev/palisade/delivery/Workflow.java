package dev.palisade.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A workflow of GitHub's.
 *
 * @param lines the text, for what YAML does not keep (comments)
 */
record Workflow(String file, List<String> lines, JsonNode root) {

  static Workflow parse(String file, String text) throws IOException {
    return new Workflow(file, text.lines().toList(), new YAMLMapper().readTree(text));
  }

  Stream<Map.Entry<String, JsonNode>> jobs() {
    return root.path("jobs").properties().stream();
  }

  /** Every step's {@code run}, line by line. */
  Stream<String> commands() {
    return jobs()
        .flatMap(job -> job.getValue().path("steps").valueStream())
        .filter(step -> step.has("run"))
        .flatMap(step -> step.path("run").asText().lines())
        .map(String::strip);
  }

  /** Names of the events that start it: {@code on} is a name, a list of names or a mapping. */
  List<String> events() {
    JsonNode on = root.path("on");
    if (on.isObject()) {
      return on.properties().stream().map(Map.Entry::getKey).toList();
    }
    return on.isArray() ? on.valueStream().map(JsonNode::asText).toList() : List.of(on.asText());
  }
}
