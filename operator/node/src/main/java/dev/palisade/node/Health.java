package dev.palisade.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /readyz} and {@code /livez}: 200, or 503 with what is missing. */
final class Health {
  private Health() {}

  /**
   * Starts to answer.
   *
   * @param notReady why the helper is not ready, empty if it is
   * @param notLive why it should be started again, empty if it should not
   */
  static HttpServer start(
      String address,
      int port,
      Supplier<Optional<String>> notReady,
      Supplier<Optional<String>> notLive)
      throws IOException {
    var socket =
        address.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    HttpServer server = HttpServer.create(socket, 0);
    server.createContext("/readyz", exchange -> answer(exchange, notReady.get()));
    server.createContext("/livez", exchange -> answer(exchange, notLive.get()));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, Optional<String> problem) throws IOException {
    byte[] body = (problem.orElse("ok") + "\n").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(problem.isEmpty() ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
