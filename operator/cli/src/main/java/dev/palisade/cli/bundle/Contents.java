package dev.palisade.cli.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files of a bundle, from what was read: pure. */
final class Contents {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Contents() {}

  /** By path, redacted. */
  static Map<String, byte[]> of(Evidence evidence) {
    Redaction redaction = Redaction.of(evidence.podSpecs(), words(evidence));
    Map<String, String> files = new TreeMap<>();
    evidence
        .objects()
        .forEach((directory, objects) ->
            objects
                .items()
                .forEach(o ->
                    files.put(
                        directory + "/" + Evidence.name(o) + ".yaml",
                        yaml(redaction.object(o, objects.fields())))));
    files.put("events.txt", events(evidence.events(), redaction));
    evidence.logs().forEach((path, log) -> files.put(path, redaction.text(log)));
    evidence.notes().forEach((path, note) -> files.put(path, redaction.text(note)));
    files.put("unread.txt", unread(evidence.unread(), redaction));
    return files.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> e.getValue().getBytes(StandardCharsets.UTF_8),
                (a, b) -> a,
                TreeMap::new));
  }

  /** What things are called: a value of the environment that says the same is no secret. */
  private static Set<String> words(Evidence evidence) {
    Set<String> words = new TreeSet<>();
    for (Evidence.Objects objects : evidence.objects().values()) {
      for (ObjectNode object : objects.items()) {
        words.add(object.path("metadata").path("name").asText());
        words.add(object.path("metadata").path("namespace").asText());
      }
    }
    evidence
        .podSpecs()
        .forEach(spec ->
            spec.path("containers")
                .forEach(c -> {
                  words.add(c.path("name").asText());
                  words.add(c.path("image").asText());
                }));
    return words;
  }

  private static String yaml(JsonNode object) {
    try {
      return YAML.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always YAML", e);
    }
  }

  private static String events(List<ObjectNode> events, Redaction redaction) {
    return events.stream()
        .map(e -> redaction.object(e, KeptFields.EVENT))
        .sorted(Comparator.comparing(Contents::time))
        .map(e ->
            "%s %s %s/%s %s x%d: %s%n"
                .formatted(
                    time(e),
                    e.path("type").asText(),
                    e.path("involvedObject").path("kind").asText(),
                    e.path("metadata").path("namespace").asText()
                        + "/"
                        + e.path("involvedObject").path("name").asText(),
                    e.path("reason").asText(),
                    e.path("count").asInt(1),
                    e.path("message").asText()))
        .collect(Collectors.joining());
  }

  private static String time(JsonNode event) {
    for (String field : List.of("lastTimestamp", "eventTime", "firstTimestamp")) {
      String time = event.path(field).asText("");
      if (!time.isEmpty() && !time.equals("null")) {
        return time;
      }
    }
    return "";
  }

  private static String unread(List<String> unread, Redaction redaction) {
    return unread.isEmpty()
        ? "Everything that was asked for was read.\n"
        : unread.stream()
            .distinct()
            .map(u -> redaction.text(u) + "\n")
            .collect(Collectors.joining());
  }
}
