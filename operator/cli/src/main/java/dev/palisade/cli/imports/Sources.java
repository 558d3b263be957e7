package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.render.StrictYaml;
import dev.palisade.cli.text.Plain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whose policies a text has. */
final class Sources {
  private static final String KNOWN =
      "KubeArmorPolicy, KubeArmorClusterPolicy, VarmorPolicy, VarmorClusterPolicy, AppArmorProfile or an AppArmor profile";

  private Sources() {}

  /**
   * Reads all of a file.
   *
   * @return at least one
   */
  static List<Translation> translate(String file, String text) throws IOException {
    if (AppArmorText.is(text)) {
      return List.of(AppArmorText.translate(text));
    }
    var translations = new ArrayList<Translation>();
    for (JsonNode document : StrictYaml.documents(file, text)) {
      List<JsonNode> objects =
          document.path("kind").asText().endsWith("List")
              ? document.path("items").valueStream().toList()
              : List.of(document);
      objects.forEach(object -> translations.add(translate(file, object)));
    }
    if (translations.isEmpty()) {
      throw Failure.badInput(
          "%s: there is nothing in it; name a file with %s".formatted(file, KNOWN));
    }
    return translations;
  }

  private static Translation translate(String file, JsonNode object) {
    String kind = object.path("kind").asText();
    return switch (kind) {
      case "KubeArmorPolicy", "KubeArmorClusterPolicy" -> KubeArmor.translate(object);
      case "VarmorPolicy", "VarmorClusterPolicy" -> Varmor.translate(object);
      case "AppArmorProfile" -> Spo.translate(object);
      default ->
          throw Failure.badInput(
              Plain.line(
                  object.has("defaultAction") || kind.equals("SeccompProfile")
                      ? "%s: a seccomp profile: rules about system calls are not there yet"
                          .formatted(file)
                      : "%s: kind \"%s\" is not one that can be read; name a file with %s"
                          .formatted(file, kind, KNOWN)));
    };
  }
}
