package dev.palisade.cli.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What was read of a cluster, as it was read: nothing is redacted here yet, and nothing of this is
 * written as it is.
 *
 * @param objects by directory of the bundle, with the fields of that kind that are kept
 * @param events of the namespaces that the bundle is about
 * @param logs by file of the bundle
 * @param notes files that were made here: versions, rights
 * @param unread what could not be read, and why
 */
record Evidence(
    Map<String, Objects> objects,
    List<ObjectNode> events,
    Map<String, String> logs,
    Map<String, String> notes,
    List<String> unread) {

  /** Objects of one kind. */
  record Objects(KeptFields fields, List<ObjectNode> items) {
    public Objects {
      items = List.copyOf(items);
    }
  }

  static String name(JsonNode object) {
    String namespace = object.path("metadata").path("namespace").asText();
    String name = object.path("metadata").path("name").asText();
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** Of pods themselves, and of the templates of workloads. */
  List<JsonNode> podSpecs() {
    return objects.values().stream()
        .flatMap(o -> o.items().stream())
        .map(o -> o.path("spec").has("template") ? o.path("spec").path("template") : o)
        .map(o -> o.path("spec"))
        .filter(s -> s.has("containers") && s.path("containers").path(0).has("image"))
        .toList();
  }
}
