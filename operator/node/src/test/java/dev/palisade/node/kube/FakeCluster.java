package dev.palisade.node.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An API server in memory, as far as the helper uses one: get, list with a field selector, watch,
 * server-side apply of an object that has one writer.
 */
public final class FakeCluster implements AutoCloseable {
  private static final String GROUP = "/apis/palisade.dev/v1alpha1/";
  public static final String PODS = "/api/v1/pods";
  public static final String NODES = "/api/v1/nodes";
  public static final String PROFILES = GROUP + "securityprofiles";
  public static final String BLOBS = GROUP + "securityprofileblobs";
  public static final String STATES = GROUP + "nodesecuritystates";

  /** {@code METHOD path} of each request that was answered. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  private record Event(long version, String collection, String type, Json object) {}

  private final HttpServer server;
  private final Map<String, Map<String, Json>> collections = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private long version = 100;
  private boolean away;
  private boolean closed;

  public FakeCluster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Makes or changes an object; one that is the same already stays as it is. */
  public synchronized Json put(String collection, Json object) {
    Map<String, Json> all = collections.computeIfAbsent(collection, _ -> new TreeMap<>());
    Json before = all.getOrDefault(key(object), Json.Null.VALUE);
    boolean there = !before.isNull();
    if (there && versioned(object, before.at("metadata").text("resourceVersion")).equals(before)) {
      return before;
    }
    Json stored = versioned(object, Long.toString(++version));
    all.put(key(object), stored);
    events.add(new Event(version, collection, there ? "MODIFIED" : "ADDED", stored));
    notifyAll();
    return stored;
  }

  /** Deletes an object; {@code key} is its name, or {@code namespace/name}. */
  public synchronized void delete(String collection, String key) {
    Json gone = collections.get(collection).remove(key);
    Json last = versioned(gone, Long.toString(++version));
    events.add(new Event(version, collection, "DELETED", last));
    notifyAll();
  }

  public synchronized Json get(String collection, String key) {
    return collections.getOrDefault(collection, Map.of()).getOrDefault(key, Json.Null.VALUE);
  }

  public synchronized List<Json> list(String collection) {
    return List.copyOf(collections.getOrDefault(collection, Map.of()).values());
  }

  /** Whether every request is refused; watches end. */
  public synchronized void away(boolean now) {
    away = now;
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
  }

  private static Json versioned(Json object, String version) {
    Map<String, Json> metadata = new LinkedHashMap<>(object.fields("metadata"));
    metadata.put("resourceVersion", Json.of(version));
    Map<String, Json> fields = new LinkedHashMap<>(object.fields());
    fields.put("metadata", new Json.Obj(metadata));
    return new Json.Obj(fields);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (isAway()) {
      send(exchange, 503, failure("away"));
      return;
    }
    String watched = query.containsKey("watch") ? "WATCH" : exchange.getRequestMethod();
    requests.add(watched + " " + path);
    if (query.containsKey("watch")) {
      watch(exchange, path, query);
    } else if (exchange.getRequestMethod().equals("PATCH")) {
      send(exchange, 200, put(parent(path), JsonText.parse(body)));
    } else if (collections.containsKey(path) || !collections.containsKey(parent(path))) {
      send(exchange, 200, listing(path, query));
    } else {
      Json object = get(parent(path), path.substring(path.lastIndexOf('/') + 1));
      send(exchange, object.isNull() ? 404 : 200, object.isNull() ? failure("no " + path) : object);
    }
  }

  private synchronized boolean isAway() {
    return away || closed;
  }

  private synchronized Json listing(String collection, Map<String, String> query) {
    List<Json> items = list(collection).stream().filter(o -> selected(o, query)).toList();
    return Json.object()
        .put("metadata", Json.object().put("resourceVersion", Long.toString(version)).build())
        .put("items", Json.array(items))
        .build();
  }

  private void watch(HttpExchange exchange, String collection, Map<String, String> query)
      throws IOException {
    exchange.sendResponseHeaders(200, 0);
    long seen = Long.parseLong(query.get("resourceVersion"));
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        List<Event> fresh = after(seen, collection);
        if (fresh.isEmpty()) {
          return;
        }
        for (Event event : fresh) {
          if (selected(event.object(), query)) {
            out.write(
                JsonText.write(
                    Json.object().put("type", event.type()).put("object", event.object()).build()));
          }
          seen = event.version();
        }
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for events; none: the stream is to end. */
  private synchronized List<Event> after(long seen, String collection) throws InterruptedException {
    while (!away && !closed) {
      List<Event> fresh =
          events.stream()
              .filter(e -> e.version() > seen && e.collection().equals(collection))
              .toList();
      if (!fresh.isEmpty()) {
        return fresh;
      }
      wait();
    }
    return List.of();
  }

  private static boolean selected(Json object, Map<String, String> query) {
    String selector = query.getOrDefault("fieldSelector", "");
    if (selector.isEmpty()) {
      return true;
    }
    String[] parts = selector.split("=", 2);
    return object.text(parts[0].split("\\.", -1)).equals(parts[1]);
  }

  private static Map<String, String> query(String raw) {
    return raw == null
        ? Map.of()
        : Arrays.stream(raw.split("&", -1))
            .map(part -> part.split("=", 2))
            .collect(
                Collectors.toMap(
                    part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
  }

  private static String key(Json object) {
    String namespace = object.text("metadata", "namespace");
    String name = object.text("metadata", "name");
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static Json failure(String message) {
    return Json.object().put("message", message).build();
  }

  private static void send(HttpExchange exchange, int status, Json body) throws IOException {
    byte[] bytes = JsonText.write(body);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
