package dev.palisade.cli.start;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.palisade.cli.PalisadeCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Goes through the commands as a person would, for the JVM to write down (JEP 514) which classes
 * they need. Run by {@code kubectl-palisade.sh}; nothing is printed. Also what goes wrong is gone
 * through: a class that refers to an exception is left out of the cache if the exception never was
 * linked.
 */
public final class Training {
  private Training() {}

  public static void main(String[] arguments) throws IOException {
    run();
    // The client's threads would hold the process up.
    System.exit(0);
  }

  /** Exit codes, in order. */
  static List<Integer> run() throws IOException {
    Path directory = Files.createTempDirectory("kubectl-palisade");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", Training::answer);
    server.start();
    try (var silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUp(silent));
      return commands(directory, server.getAddress().getPort(), silent.getLocalPort());
    } finally {
      server.stop(0);
      delete(directory);
    }
  }

  private static List<Integer> commands(Path directory, int port, int silent) throws IOException {
    String policy =
        Files.writeString(directory.resolve("policy.yaml"), resource("policy.yaml")).toString();
    String cluster = kubeconfig(directory, "http", port);
    return List.of(
        execute("--help"),
        execute("status", "--help"),
        execute("--no-such-option"),
        execute("__complete", "status", "--kubeconfig", cluster, ""),
        execute("render", "-f", policy, "-o", directory.resolve("out").toString()),
        execute("status", "-A", "--kubeconfig", cluster),
        execute("status", "checkout", "-n", "shop", "--kubeconfig", cluster),
        execute("preflight", "checkout", "-n", "shop", "--kubeconfig", cluster),
        execute("status", "-A", "--kubeconfig", kubeconfig(directory, "https", silent)));
  }

  /** Who speaks TLS to it sees the handshake fail, which is what is to be gone through. */
  private static void hangUp(ServerSocket silent) {
    try {
      while (true) {
        silent.accept().close();
      }
    } catch (IOException e) {
      // Closed: the training is over.
    }
  }

  private static int execute(String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return PalisadeCommand.commandLine().setOut(nowhere).setErr(nowhere).execute(arguments);
  }

  private static String kubeconfig(Path directory, String scheme, int port) throws IOException {
    return Files.writeString(
            directory.resolve(scheme), resource("kubeconfig.yaml").formatted(scheme, port))
        .toString();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    boolean policies = exchange.getRequestURI().getPath().endsWith("/securitypolicies");
    byte[] list =
        "{\"metadata\":{},\"items\":[%s]}"
            .formatted(policies ? resource("policy.json") : "")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, list.length);
    try (var body = exchange.getResponseBody()) {
      body.write(list);
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = Training.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
