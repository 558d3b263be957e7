package dev.palisade.controller.helm;

import java.util.Map;

/** The release, as Helm knows it. */
public record HelmRelease(String name, String namespace, String revision) {

  /**
   * From the variables that the chart sets.
   *
   * @throws IllegalArgumentException names the one that is missing
   */
  public static HelmRelease fromEnvironment(Map<String, String> env) {
    return new HelmRelease(
        required(env, "PALISADE_HELM_RELEASE"),
        required(env, "PALISADE_NAMESPACE"),
        required(env, "PALISADE_HELM_REVISION"));
  }

  private static String required(Map<String, String> env, String variable) {
    String value = env.get(variable);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(variable + " is not set: the chart's hooks set it");
    }
    return value;
  }
}
