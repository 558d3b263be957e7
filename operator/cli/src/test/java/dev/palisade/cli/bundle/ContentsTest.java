package dev.palisade.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A secret in every place where one is found in practice. */
class ContentsTest {
  private static final String SECRET = "PLANTED-7f3e";
  private static final YAMLMapper YAML = new YAMLMapper();

  private static ObjectNode yaml(String text) throws Exception {
    return (ObjectNode) YAML.readTree(text.replace("SECRET", SECRET));
  }

  private static final String POD_SPEC =
      """
      {nodeName: n1, imagePullSecrets: [{name: SECRET}], hostAliases: [{ip: 10.0.0.1, hostnames: [SECRET]}],
       volumes: [{name: v, csi: {driver: d, volumeAttributes: {key: SECRET}}}, {name: w, downwardAPI: {items: [{path: SECRET}]}}],
       containers: [{name: app, image: example.com/app:1, workingDir: /SECRET,
         env: [{name: A, value: SECRET}], command: [sh, -c, "login SECRET"], args: ["--password", "SECRET"],
         lifecycle: {preStop: {exec: {command: [x, SECRET]}}},
         livenessProbe: {httpGet: {path: "/health?token=SECRET", httpHeaders: [{name: Authorization, value: SECRET}]}},
         readinessProbe: {exec: {command: [check, SECRET]}}, volumeMounts: [{name: v, mountPath: /SECRET}]}],
       initContainers: [{name: init, image: i, env: [{name: B, value: SECRET}]}],
       ephemeralContainers: [{name: debug, image: i, args: [SECRET]}]}
      """;

  private static Evidence evidence() throws Exception {
    ObjectNode deployment =
        yaml(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
              namespace: shop
              annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"value":"SECRET"}', example.com/a: SECRET}
            spec:
              replicas: 2
              template:
                metadata: {labels: {app: checkout}, annotations: {vault.example.com/token: SECRET, palisade.dev/revision: r1}}
                spec: %s
            status: {conditions: [{type: Progressing, message: "webhook said SECRET"}]}
            """
                .formatted(POD_SPEC));
    ObjectNode pod =
        yaml(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: checkout-1, namespace: shop, annotations: {example.com/a: SECRET}}
            spec: %s
            status:
              phase: Running
              conditions: [{type: Ready, message: "containers with SECRET are not ready"}]
              containerStatuses:
              - {name: app, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff, message: "exec SECRET failed"}},
                 lastState: {terminated: {reason: Error, message: "cannot log in with SECRET"}}}
            """
                .formatted(POD_SPEC));
    ObjectNode event =
        yaml(
            """
            metadata: {namespace: shop}
            involvedObject: {kind: Pod, name: checkout-1}
            type: Warning
            reason: Failed
            count: 3
            lastTimestamp: "2026-01-01T00:00:00Z"
            message: "Error: exec: SECRET: not found"
            """);
    ObjectNode report =
        yaml(
            """
            metadata: {name: n1}
            status: {denials: {entries: [{profile: palisade.a, kind: Intended, target: /tmp/SECRET}]}}
            """);
    return new Evidence(
        Map.of(
            "deployments", new Evidence.Objects(KeptFields.WORKLOAD, List.of(deployment)),
            "pods", new Evidence.Objects(KeptFields.POD, List.of(pod)),
            "nodesecuritystates", new Evidence.Objects(KeptFields.OURS, List.of(report))),
        List.of(event),
        Map.of(
            "logs/palisade-operator-1/operator.log", "{\"error\":\"password=" + SECRET + "\"}\n"),
        Map.of("versions.txt", "Kubernetes v1.37.2\n"),
        List.of("not allowed to list nodes (token " + SECRET + ")"));
  }

  private static Map<String, String> texts() throws Exception {
    return Contents.of(evidence()).entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey, e -> new String(e.getValue(), StandardCharsets.UTF_8)));
  }

  @Test
  void theSecretIsNowhere() throws Exception {
    Map<String, String> texts = texts();
    assertThat(texts).isNotEmpty();
    texts.forEach((path, text) -> assertThat(path + "\n" + text).doesNotContain(SECRET));
  }

  @Test
  void whatItIsAboutIsThere() throws Exception {
    Map<String, String> texts = texts();
    assertThat(texts)
        .containsOnlyKeys(
            "deployments/shop/checkout.yaml",
            "pods/shop/checkout-1.yaml",
            "nodesecuritystates/n1.yaml",
            "events.txt",
            "logs/palisade-operator-1/operator.log",
            "versions.txt",
            "unread.txt");
    assertThat(texts.get("deployments/shop/checkout.yaml"))
        .contains("palisade.dev/revision: \"r1\"")
        .contains("example.com/app:1")
        .contains("spec.template.spec.containers.env");
    assertThat(texts.get("events.txt"))
        .isEqualTo(
            "2026-01-01T00:00:00Z Warning Pod/shop/checkout-1 Failed x3: Error: exec: <redacted>: not found\n");
    assertThat(texts.get("unread.txt")).contains("not allowed to list nodes");
    assertThat(texts.get("nodesecuritystates/n1.yaml")).contains("palisade.a");
  }

  @Test
  void withoutRefusalsItSaysSo() {
    Map<String, byte[]> files =
        Contents.of(new Evidence(Map.of(), List.of(), Map.of(), Map.of(), List.of()));
    assertThat(new String(files.get("unread.txt"), StandardCharsets.UTF_8))
        .isEqualTo("Everything that was asked for was read.\n");
  }
}
