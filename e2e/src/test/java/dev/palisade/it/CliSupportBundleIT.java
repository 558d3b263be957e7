package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.bed.Program;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle of a cluster into which a secret was planted wherever a workload can carry one. */
@OnBed(Nodes.NONE)
class CliSupportBundleIT {
  private static final String SECRET = "planted-5ecret-value";

  private final Bed bed;
  private final KubernetesClient client;
  @TempDir Path directory;
  private CliScene scene;
  private String node;

  CliSupportBundleIT(Bed bed) {
    this.bed = bed;
    this.client = bed.client();
  }

  @BeforeEach
  void open() {
    scene = CliScene.open(client);
    node = scene.addNode(true);
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(scene.namespace())
                .withName("db")
                .endMetadata()
                .addToStringData("key", SECRET)
                .build())
        .create();
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(scene.namespace())
                .withName("settings")
                .endMetadata()
                .addToData("key", SECRET)
                .build())
        .create();
    scene.apply(
        """
        apiVersion: palisade.dev/v1alpha1
        kind: SecurityPolicy
        metadata: {name: web, annotations: {example.com/note: %1$s}}
        spec:
          podSelector: {matchLabels: {tier: web}}
          mode: Enforce
          defaultContainer: {base: RuntimeDefault}
        """
            .formatted(SECRET),
        "person");
    scene.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop, annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"v":"%1$s"}'}}
        spec:
          replicas: 1
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop, tier: web}, annotations: {example.com/token: %1$s}}
            spec:
              terminationGracePeriodSeconds: 0
              nodeSelector: {it.palisade.dev/cli: %2$s}
              tolerations: [{key: it.palisade.dev/cli, operator: Exists}]
              imagePullSecrets: [{name: %1$s}]
              containers:
              - name: app
                image: example.com/app:1
                command: [sh, -c, "run --password %1$s"]
                args: ["%1$s"]
                env:
                - {name: PASSWORD, value: %1$s}
                - {name: FROM, valueFrom: {secretKeyRef: {name: db, key: key}}}
                livenessProbe: {httpGet: {port: 80, path: "/?t=%1$s", httpHeaders: [{name: X-Token, value: %1$s}]}}
        """
            .formatted(SECRET, scene.namespace()),
        "helm");
    scene.apply(
        """
        apiVersion: v1
        kind: Event
        metadata: {name: told}
        involvedObject: {kind: Deployment, name: shop, namespace: %2$s}
        type: Warning
        reason: Failed
        message: "cannot start sh -c run --password %1$s"
        """
            .formatted(SECRET, scene.namespace()),
        "kubelet");
    Await.until(
        "a pod that runs",
        Duration.ofSeconds(60),
        () ->
            assertThat(
                    client
                        .pods()
                        .inNamespace(scene.namespace())
                        .withLabel("app", "shop")
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(Live::assertReady));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Map<String, String> unpacked(Path bundle) throws IOException {
    Program.run(
            List.of("tar", "-xzf", bundle.toString(), "-C", directory.toString()),
            Map.of(),
            Duration.ofMinutes(1))
        .successful();
    Path root = directory.resolve(bundle.getFileName().toString().replace(".tar.gz", ""));
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private CliRun run(Path file, String... more) {
    return CliRun.of(
        bed,
        Stream.concat(
                Stream.of("support-bundle", "-n", scene.namespace(), "-o", file.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void whatIsNeededIsThereAndTheSecretIsNowhere() throws IOException {
    Path file = directory.resolve("bundle.tar.gz");
    CliRun run = run(file);

    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    assertThat(run.out()).containsExactly(file.toString());
    assertThat(run.err()).contains("reading nodes", "reading pods in all namespaces");
    Map<String, String> files = unpacked(file);
    String ns = scene.namespace();
    assertThat(files)
        .containsKeys(
            "policies/" + ns + "/web.yaml",
            "deployments/" + ns + "/shop.yaml",
            "nodes/" + node + ".yaml",
            "nodesecuritystates/" + node + ".yaml",
            "palisade/pods/" + ns + "/helper-" + node + ".yaml",
            "events.txt",
            "versions.txt",
            "rights-" + ns + ".txt",
            "unread.txt");
    assertThat(files.keySet()).anyMatch(f -> f.startsWith("pods/" + ns + "/shop-"));
    assertThat(files.get("deployments/" + ns + "/shop.yaml"))
        .contains("managedFields", "manager: \"helm\"", "spec.template.spec.containers.env");
    assertThat(files.get("events.txt")).contains("Failed x1: cannot start sh -c <redacted>");
    assertThat(files.get("versions.txt")).contains("Kubernetes v1.");
    files.forEach((path, text) -> assertThat(path + "\n" + text).doesNotContain(SECRET));
    assertThat(files.values().stream().filter(t -> t.contains("kind: \"Secret\""))).isEmpty();
  }

  @Test
  void whatCouldNotBeReadIsSaid() throws IOException {
    Path file = directory.resolve("bundle.tar.gz");
    run(file);
    // The log of a pod that no kubelet runs.
    assertThat(unpacked(file).get("unread.txt")).contains("pods/log");
  }

  @Test
  void aFileThatExistsIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("bundle.tar.gz"), "mine");
    CliRun run = run(file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "error: " + file + " exists; name another file with -o, or give --overwrite");
    assertThat(file).hasContent("mine");

    assertThat(run(file, "--overwrite").exitCode()).isZero();
    assertThat(unpacked(file)).containsKey("unread.txt");
  }

  @Test
  void aClusterThatDoesNotAnswerLeavesNoFile() throws IOException {
    Path kubeconfig = directory.resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: c
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: u, user: {}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        """);
    Path file = directory.resolve("bundle.tar.gz");
    CliRun run =
        CliRun.of(
            List.of(
                "support-bundle", "-o", file.toString(), "--kubeconfig", kubeconfig.toString()));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).anyMatch(l -> l.startsWith("error: cannot reach the cluster"));
    assertThat(file).doesNotExist();
  }
}
