package dev.palisade.controller.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * ConfigMaps of one namespace over HTTP: lists say what is, watches are opened and say nothing but
 * what a test sends. A real API server does not fall silent on demand.
 */
final class FakeApiServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Integer> objects = new TreeMap<>();
  private final List<OutputStream> watches = new CopyOnWriteArrayList<>();

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many watches were opened so far. */
  int opened() {
    return watches.size();
  }

  synchronized void put(String name, int version) {
    objects.put(name, version);
  }

  synchronized void remove(String name) {
    objects.remove(name);
  }

  /** On the watch that was opened last. */
  void send(String type, String name, int version) throws IOException {
    OutputStream out = watches.getLast();
    out.write(
        "{\"type\":\"%s\",\"object\":%s}\n"
            .formatted(type, object(name, version))
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String object(String name, int version) {
    return """
    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%1$s","namespace":"ns","uid":"%1$s","resourceVersion":"%2$d"}}\
    """
        .formatted(name, version);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.flush();
      watches.add(out);
      return;
    }
    byte[] body = list().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized String list() {
    int latest = objects.values().stream().mapToInt(v -> v).max().orElse(1);
    return objects.entrySet().stream()
        .map(e -> object(e.getKey(), e.getValue()))
        .collect(
            Collectors.joining(
                ",",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\""
                    + latest
                    + "\"},\"items\":[",
                "]}"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
