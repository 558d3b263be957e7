package dev.palisade.node.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server on loopback whose answers the test writes; it keeps each request. */
public final class FakeApi implements AutoCloseable {
  /** {@code METHOD path?query}, and the body of a PATCH. */
  public record Request(String line, String body, String authorization) {}

  /**
   * An answer.
   *
   * @param parts sent one after the other as chunks
   * @param held the connection stays open after the last part
   * @param broken the connection ends in the middle of the body
   */
  public record Answer(int status, List<String> parts, boolean held, boolean broken) {
    public static Answer of(int status, String body) {
      return new Answer(status, List.of(body), false, false);
    }
  }

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Path credentials;
  private volatile Function<Request, Answer> script;

  public FakeApi(Path credentials, Function<Request, Answer> script) throws IOException {
    this.credentials = credentials;
    this.script = script;
    Files.writeString(credentials.resolve("token"), "first\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public void script(Function<Request, Answer> next) {
    script = next;
  }

  public KubeClient client() {
    return new KubeClient(uri(), new Credentials(credentials));
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<String> lines() {
    return requests.stream().map(Request::line).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var request =
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            exchange.getRequestHeaders().getFirst("Authorization"));
    requests.add(request);
    Answer answer = script.apply(request);
    exchange.sendResponseHeaders(answer.status(), answer.broken() ? 1 << 20 : 0);
    OutputStream out = exchange.getResponseBody();
    for (String part : answer.parts()) {
      out.write(part.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    if (!answer.held()) {
      exchange.close();
    }
  }
}
