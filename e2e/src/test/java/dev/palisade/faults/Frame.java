package dev.palisade.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * One event of a watch.
 *
 * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK}, {@code ERROR}
 * @param name of the object, empty where it has none
 * @param uid of the object, empty where it has none
 * @param text as it was sent
 */
public record Frame(String type, String name, String uid, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Frame of(String text) {
    try {
      JsonNode event = JSON.readTree(text);
      JsonNode metadata = event.path("object").path("metadata");
      return new Frame(
          event.path("type").asText(),
          metadata.path("name").asText(),
          metadata.path("uid").asText(),
          text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an event of a watch: " + text, e);
    }
  }

  /** Tells about an object, as against how far the stream is. */
  public boolean news() {
    return type.equals("ADDED") || type.equals("MODIFIED") || type.equals("DELETED");
  }

  static Frame gone() {
    return of(
        "{\"type\":\"ERROR\",\"object\":%s}".formatted(Refusal.of(410).body().replace("\n", "")));
  }
}
