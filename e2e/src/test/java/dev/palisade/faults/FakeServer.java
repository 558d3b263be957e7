package dev.palisade.faults;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the proxy's own tests have for an API server: it answers everything and says what it saw.
 */
final class FakeServer implements AutoCloseable {
  interface Watch {
    void send(String frame);

    void end();
  }

  final List<String> seen = new CopyOnWriteArrayList<>();
  final List<Watch> watches = new CopyOnWriteArrayList<>();

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server =
      vertx
          .createHttpServer()
          .requestHandler(this::answer)
          .listen(0, "127.0.0.1")
          .toCompletionStage()
          .toCompletableFuture()
          .join();

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  void send(String type, String name, int version) {
    watches.forEach(w -> w.send(event(type, name, version)));
  }

  static String event(String type, String name, int version) {
    return ("{\"type\":\"%s\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":"
            + "{\"name\":\"%s\",\"namespace\":\"x\",\"uid\":\"%s\",\"resourceVersion\":\"%d\"}}}")
        .formatted(type, name, name, version);
  }

  void endWatches() {
    watches.forEach(Watch::end);
  }

  private void answer(HttpServerRequest request) {
    boolean watch = String.valueOf(request.query()).contains("watch=true");
    if (!watch) {
      request
          .body()
          .onSuccess(body -> {
            seen.add(request.method() + " " + request.uri() + " " + body);
            request.response().end(list());
          });
    } else {
      seen.add("stream " + request.uri());
      HttpServerResponse response = request.response().setChunked(true);
      response.writeHead();
      watches.add(
          new Watch() {
            @Override
            public void send(String frame) {
              response.write(frame + "\n");
            }

            @Override
            public void end() {
              response.end();
            }
          });
    }
  }

  private String list() {
    return ("{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"%d\"},"
            + "\"items\":[]}")
        .formatted(seen.size());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
