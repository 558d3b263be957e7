package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that cannot be asked: the line says why and what to do, and nothing else is printed.
 */
@OnBed(Nodes.NONE)
class CliErrorsIT {
  private final KubernetesClient client;
  @TempDir Path directory;

  CliErrorsIT(Bed bed) {
    this.client = bed.client();
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CliRun run = with(kubeconfig("https://127.0.0.1:" + port, ""), "status");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("error: cannot reach the cluster at https://127.0.0.1:" + port + ": ")
        .endsWith("; is it up, and is this the right --context or --kubeconfig?");
  }

  @Test
  void aContextThatIsNotThere() throws IOException {
    CliRun run = with(kubeconfig("https://127.0.0.1:1", ""), "status", "--context", "prod");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly("error: the kubeconfig has no context prod; it has: only");
  }

  @Test
  void aKubeconfigThatIsNotThere() {
    Path none = directory.resolve("none");
    CliRun run = with(none, "status");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "error: --kubeconfig %s cannot be read; name a kubeconfig file".formatted(none));
  }

  @Test
  void aRightThatIsMissingIsNamed() throws IOException {
    try (CliScene scene = CliScene.open(client)) {
      String namespace = scene.namespace();
      client
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName("dev")
                  .endMetadata()
                  .build())
          .create();
      String token =
          client
              .serviceAccounts()
              .inNamespace(namespace)
              .withName("dev")
              .tokenRequest(
                  new TokenRequestBuilder()
                      .withNewSpec()
                      .withExpirationSeconds(600L)
                      .endSpec()
                      .build())
              .getStatus()
              .getToken();
      String server = client.getConfiguration().getMasterUrl().replaceAll("/+$", "");
      CliRun run = with(kubeconfig(server, token), "status", "-n", namespace);
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err())
          .singleElement()
          .asString()
          .startsWith(
              "error: not allowed to list securitypolicies.palisade.dev in namespace " + namespace)
          .endsWith("kubectl auth can-i list securitypolicies.palisade.dev -n " + namespace);
    }
  }

  private static CliRun with(Path kubeconfig, String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return CliRun.of(all);
  }

  private Path kubeconfig(String server, String token) throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: only
        clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: only, context: {cluster: c, user: u}}]
        """
            .formatted(server, token));
  }
}
