package dev.palisade.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /readyz} and {@code /livez}: 200, or 503 with what is missing; {@code /metrics}. */
final class Health {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private Health() {}

  /**
   * Starts to answer.
   *
   * @param notReady why the helper is not ready, empty if it is
   * @param notLive why it should be started again, empty if it should not
   * @param metrics in Prometheus' text format
   */
  static HttpServer start(
      String address,
      int port,
      Supplier<Optional<String>> notReady,
      Supplier<Optional<String>> notLive,
      Supplier<String> metrics)
      throws IOException {
    var socket =
        address.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    HttpServer server = HttpServer.create(socket, 0);
    server.createContext("/readyz", exchange -> answer(exchange, notReady.get()));
    server.createContext("/livez", exchange -> answer(exchange, notLive.get()));
    server.createContext("/metrics", exchange -> send(exchange, 200, METRICS, metrics.get()));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, Optional<String> problem) throws IOException {
    send(exchange, problem.isEmpty() ? 200 : 503, TEXT, problem.orElse("ok") + "\n");
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
