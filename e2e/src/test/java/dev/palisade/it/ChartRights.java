package dev.palisade.it;

import dev.palisade.bed.Bed;
import java.util.ArrayList;
import java.util.List;

/**
 * The chart's accounts, rights and admission guards as Helm renders them, so that operator and stub
 * run with what an installation gives them.
 */
final class ChartRights {
  private static final List<String> TEMPLATES =
      List.of(
          "operator-rbac.yaml",
          "helper-rbac.yaml",
          "uninstall-check-rbac.yaml",
          "test-rbac.yaml",
          "admission-guards.yaml");

  private ChartRights() {}

  /** YAML of all of them. */
  static String manifests() {
    return Rendered.TEXT;
  }

  private static final class Rendered {
    private static final String TEXT = render();

    private static String render() {
      List<String> arguments = new ArrayList<>(List.of("--namespace", FakeNode.SYSTEM));
      TEMPLATES.forEach(t -> arguments.addAll(List.of("--show-only", "templates/" + t)));
      return Bed.helmTemplate(arguments).successful().out();
    }
  }
}
