package dev.palisade.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** {@code /healthz} and {@code /readyz}: 200 {@code ok}, or 503 with a word why. */
final class HealthServer implements AutoCloseable {
  private final HttpServer server;

  HealthServer(int port, BooleanSupplier healthy, BooleanSupplier ready) throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/healthz", x -> answer(x, healthy, "an informer has lost its watch"));
    server.createContext("/readyz", x -> answer(x, ready, "not started"));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange x, BooleanSupplier good, String bad) throws IOException {
    boolean ok = good.getAsBoolean();
    byte[] body = (ok ? "ok" : bad).getBytes(StandardCharsets.UTF_8);
    try (x) {
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
