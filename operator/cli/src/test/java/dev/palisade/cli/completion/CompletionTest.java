package dev.palisade.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.palisade.cli.PalisadeCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code __complete} answers; the cluster is an HTTP server that knows three lists. */
class CompletionTest {
  @TempDir Path directory;
  private HttpServer cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    list("/api/v1/namespaces", object("shop", "{}"), object("blog", "{}"));
    list(
        "/apis/palisade.dev/v1alpha1/namespaces/shop/securitypolicies",
        object("checkout", "{}"),
        object("cart", "{}"));
    list(
        "/apis/apps/v1/namespaces/shop/deployments",
        object(
            "ours",
            "{\"template\":{\"metadata\":{\"annotations\":{\"palisade.dev/revision\":\"r\"}}}}"),
        object("theirs", "{\"template\":{\"metadata\":{}}}"));
    cluster.start();
  }

  @AfterEach
  void stop() {
    cluster.stop(0);
  }

  @Test
  void commandsThatAreNotHiddenWithWhatTheyDo() {
    assertThat(complete(""))
        .contains("abort", "completion", "help", "render", "status", "support-bundle", ":4")
        .doesNotContain("__complete");
    assertThat(lines("stat"))
        .containsExactly(
            "status\tShows the policies of a namespace, or one with all that is known about it.",
            ":4");
  }

  /** Words are divided by blanks; the last is completed, and is empty after a last {@code _}. */
  @ParameterizedTest
  @CsvSource({
    "status --wat, --watch :4",
    "status --watch --wat, :4",
    "completion _, bash fish zsh :4",
    "completion bash _, :4",
    "help re, release render retry :4",
    "help release _, :4",
    "render -o _, :16",
    "render --output=x, :16",
    "render -f _, :0",
    "status --kubeconfig _, :0",
    "release --timeout _, :4",
    "status --no-such --con, --context :4",
    "status -o _, json table yaml :4",
    "status --, --all-namespaces --color --context --help --kubeconfig --namespace --output --verbose --version --watch :4",
    "status -- --con, :4",
    "nothing _, :4",
    "-v stat, status :4"
  })
  void byTheModelOfTheCommands(String typed, String expected) {
    String[] words =
        Arrays.stream(typed.split(" ")).map(w -> w.equals("_") ? "" : w).toArray(String[]::new);
    assertThat(String.join(" ", complete(words))).startsWith(expected == null ? ":4" : expected);
  }

  @Test
  void whatTheClusterKnows() throws IOException {
    String kubeconfig = kubeconfig(cluster.getAddress().getPort());
    assertThat(complete("status", "--kubeconfig", kubeconfig, "-n", ""))
        .containsExactly("blog", "shop", ":4");
    assertThat(complete("status", "--kubeconfig", kubeconfig, "--namespace=s"))
        .containsExactly("shop", ":4");
    assertThat(complete("status", "--kubeconfig", kubeconfig, "-n", "shop", "c"))
        .containsExactly("cart", "checkout", ":4");
    // In the context's namespace.
    assertThat(complete("retry", "--kubeconfig", kubeconfig, "ch"))
        .containsExactly("checkout", ":4");
    assertThat(complete("preflight", "--kubeconfig", kubeconfig, "ch"))
        .containsExactly("checkout", ":0");
    assertThat(complete("release", "--kubeconfig", kubeconfig, "shop/deployment/ours", ""))
        .containsExactly("shop/deployment/ours", ":4");
    assertThat(complete("status", "--kubeconfig", kubeconfig, "--context", ""))
        .containsExactly("here", "there", ":4");
  }

  @Test
  void aClusterThatDoesNotAnswerGivesNothingAndNoError() throws IOException {
    int port = cluster.getAddress().getPort();
    cluster.stop(0);
    assertThat(complete("status", "--kubeconfig", kubeconfig(port), "-n", ""))
        .containsExactly(":4");
    assertThat(complete("status", "--kubeconfig", "/none", "-n", "")).containsExactly(":4");
  }

  private void list(String path, String... objects) {
    byte[] body =
        "{\"metadata\":{},\"items\":[%s]}"
            .formatted(String.join(",", objects))
            .getBytes(StandardCharsets.UTF_8);
    cluster.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }

  private static String object(String name, String spec) {
    return "{\"metadata\":{\"name\":\"%s\"},\"spec\":%s}".formatted(name, spec);
  }

  private String kubeconfig(int port) throws IOException {
    return Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: u, user: {token: none}}]
            contexts:
            - {name: here, context: {cluster: c, user: u, namespace: shop}}
            - {name: there, context: {cluster: c, user: u}}
            """
                .formatted(port))
        .toString();
  }

  /** Without descriptions. */
  private static List<String> complete(String... words) {
    return lines(words).stream().map(l -> l.replaceAll("\t.*", "")).toList();
  }

  private static List<String> lines(String... words) {
    StringWriter out = new StringWriter();
    CommandLine line = PalisadeCommand.commandLine().setOut(new PrintWriter(out));
    String[] arguments = new String[words.length + 1];
    arguments[0] = "__complete";
    System.arraycopy(words, 0, arguments, 1, words.length);
    assertThat(line.execute(arguments)).isZero();
    return out.toString().lines().toList();
  }
}
