package dev.palisade.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /healthz} and {@code /readyz}: 200, or 503 with the reason; {@code /metrics}. */
final class HealthServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private final HttpServer server;

  /**
   * Starts to answer.
   *
   * @param unhealthy why it should be started again, empty if it should not
   * @param notReady what is missing, empty if nothing is
   * @param metrics empty before there are any
   */
  HealthServer(
      int port,
      Supplier<Optional<String>> unhealthy,
      Supplier<Optional<String>> notReady,
      Supplier<Optional<String>> metrics)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/healthz", x -> answer(x, unhealthy.get()));
    server.createContext("/readyz", x -> answer(x, notReady.get()));
    server.createContext("/metrics", x -> scraped(x, metrics.get()));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange x, Optional<String> problem) throws IOException {
    send(x, problem.isEmpty(), TEXT, problem.orElse("ok") + "\n");
  }

  private static void scraped(HttpExchange x, Optional<String> text) throws IOException {
    send(x, text.isPresent(), text.isPresent() ? PROMETHEUS : TEXT, text.orElse("not started\n"));
  }

  private static void send(HttpExchange x, boolean ok, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (x) {
      x.getResponseHeaders().set("Content-Type", type);
      x.sendResponseHeaders(
          ok ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, body.length);
      x.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
