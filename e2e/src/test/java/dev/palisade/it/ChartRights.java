package dev.palisade.it;

import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chart's accounts, rights and admission guards, so that operator and stub run with what an
 * installation gives them. These templates use nothing but the release's namespace, labels and
 * constants, so they are filled in here without helm; anything else in them is an error.
 */
final class ChartRights {
  private static final List<String> TEMPLATES =
      List.of("operator-rbac.yaml", "helper-rbac.yaml", "admission-guards.yaml");
  private static final Pattern CONSTANT =
      Pattern.compile("(?m)^\\{\\{- (\\$\\w+) := \"([^\"]*)\" }}$");

  private ChartRights() {}

  /** YAML of all of them. */
  static String manifests(String namespace) {
    StringBuilder all = new StringBuilder();
    for (String template : TEMPLATES) {
      all.append(fill(template, read(template), namespace)).append("\n---\n");
    }
    return all.toString();
  }

  private static String fill(String name, String template, String namespace) {
    String text = template;
    Matcher constants = CONSTANT.matcher(template);
    while (constants.find()) {
      text = text.replace("{{ " + constants.group(1) + " }}", constants.group(2));
    }
    text =
        text.replaceAll("(?m)^ *labels: \\{\\{- .*}}\n", "")
            .replaceAll("(?m)^\\{\\{- .*}}\n?", "")
            .replace("{{ .Release.Namespace }}", namespace);
    if (text.contains("{{")) {
      throw new IllegalStateException(
          "charts/palisade/templates/" + name + " uses more than this class fills in:\n" + text);
    }
    return text;
  }

  private static String read(String template) {
    try {
      return Files.readString(
          Checkout.root().resolve("charts/palisade/templates").resolve(template));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
