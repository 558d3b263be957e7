package dev.palisade.it;

import java.util.Map;
import java.util.stream.Collectors;

/** What people apply in the cases. */
final class Manifests {
  private Manifests() {}

  /** A Deployment whose pods go to the scene's nodes only. */
  static String deployment(Scene scene, String name, int replicas) {
    return deployment(scene, name, replicas, Map.of());
  }

  /**
   * @param annotations of the pod template: see {@code e2e/kwok} for those that make pods crash
   */
  static String deployment(
      Scene scene, String name, int replicas, Map<String, String> annotations) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s, tier: web}%4$s
        spec:
          terminationGracePeriodSeconds: 0
          nodeSelector: {it.palisade.dev/scene: %3$s}
          tolerations:
          - {key: it.palisade.dev/scene, operator: Equal, value: %3$s, effect: NoSchedule}
          containers:
          - {name: app, image: example.com/app:1}
          - {name: sidecar, image: example.com/sidecar:1}
    """
        .formatted(name, replicas, scene.namespace(), annotations(annotations));
  }

  /** A policy for {@code app: NAME} that denies writes below the path in container {@code app}. */
  static String policy(String name, String path) {
    return policy(name, path, "{}");
  }

  /** As {@link #policy(String, String)}, for all containers alike: nothing but pod level. */
  static String podLevelPolicy(String name, String path) {
    return """
    apiVersion: palisade.dev/v1alpha1
    kind: SecurityPolicy
    metadata: {name: %1$s}
    spec: {podSelector: {matchLabels: {app: %1$s}}, mode: Enforce, defaultContainer: {base: RuntimeDefault,
        files: [{name: no-writes, action: Deny, paths: ["%2$s"], access: [Write]}]}}
    """
        .formatted(name, path);
  }

  /**
   * @param more fields of the spec besides, in flow style
   */
  static String policy(String name, String path, String more) {
    String fields = more.strip().replaceFirst("^\\{", "").replaceFirst("}$", "");
    return """
    apiVersion: palisade.dev/v1alpha1
    kind: SecurityPolicy
    metadata: {name: %1$s}
    spec: {podSelector: {matchLabels: {app: %1$s}}, mode: Enforce, defaultContainer: {base: RuntimeDefault},
      containers: [{name: app, base: RuntimeDefault,
        files: [{name: no-writes, action: Deny, paths: ["%2$s"], access: [Write]}]}]%3$s}
    """
        .formatted(name, path, fields.isBlank() ? "" : ", " + fields);
  }

  /**
   * None where there are none: who applies an empty map owns the map, and conflicts with everybody.
   */
  private static String annotations(Map<String, String> map) {
    return map.isEmpty()
        ? ""
        : map.entrySet().stream()
            .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", ", "\n      annotations: {", "}"));
  }
}
