package dev.palisade.controller.uninstall;

import java.util.Map;

/** The release that is to be uninstalled, as Helm knows it. */
public record HelmRelease(String name, String namespace, String revision) {

  /**
   * From the variables that the chart sets.
   *
   * @throws IllegalArgumentException names the one that is missing
   */
  static HelmRelease fromEnvironment(Map<String, String> env) {
    return new HelmRelease(
        required(env, "PALISADE_HELM_RELEASE"),
        required(env, "PALISADE_NAMESPACE"),
        required(env, "PALISADE_HELM_REVISION"));
  }

  /** Helm 4.3 records a release as uninstalling before its hooks run, and does not take it back. */
  String waysOn() {
    return """
    Then: helm uninstall %1$s -n %2$s
    All the same, now: helm uninstall %1$s -n %2$s --no-hooks
    To keep it: helm rollback %1$s %3$s -n %2$s (Helm calls it uninstalling, and does not upgrade it before)
    This text with its line ends: kubectl logs -n %2$s job/palisade-uninstall-check
    """
        .formatted(name, namespace, revision);
  }

  private static String required(Map<String, String> env, String variable) {
    String value = env.get(variable);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(variable + " is not set: the chart's Job sets it");
    }
    return value;
  }
}
