package dev.palisade.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.render.StrictYaml;
import dev.palisade.cli.text.Plain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whose policies a text has. */
final class Sources {
  private static final String KNOWN =
      "KubeArmorPolicy, KubeArmorClusterPolicy, VarmorPolicy, VarmorClusterPolicy, AppArmorProfile, SeccompProfile, an AppArmor profile or a seccomp profile";

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
      case "SeccompProfile" -> Seccomp.translate(object);
      default -> {
        if (object.has("defaultAction")) {
          yield Seccomp.translate(name(file), object);
        }
        throw Failure.badInput(
            Plain.line(
                "%s: kind \"%s\" is not one that can be read; name a file with %s"
                    .formatted(file, kind, KNOWN)));
      }
    };
  }

  /** A seccomp profile has none but its file's, without what comes after the first dot. */
  private static String name(String file) {
    Path name = Path.of(file).getFileName();
    return name == null || file.equals("-") ? "seccomp" : name.toString().replaceFirst("\\..*", "");
  }
}
