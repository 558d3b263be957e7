package dev.palisade.node.kube;

import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Get, list, watch and server-side apply. Every call ends within {@link #LIMIT}, a watch aside. */
public final class KubeClient {
  static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int PAGE = 40;
  private static final int LIST_ATTEMPTS = 3;

  private final URI server;
  private final Credentials credentials;
  private final LongAdder failures = new LongAdder();

  public KubeClient(URI server, Credentials credentials) {
    this.server = server;
    this.credentials = credentials;
  }

  /** Requests so far without an answer, or with one that is no success. */
  public long failures() {
    return failures.sum();
  }

  /** All items and the resource version from which a watch goes on. */
  public record Listing(List<Json> items, String resourceVersion) {}

  public Json get(String path) throws IOException {
    return call(request(path).GET());
  }

  /** Server-side apply, forced: the helper is the only writer of its object. */
  public Json apply(String path, String manager, Json object) throws IOException {
    var body = HttpRequest.BodyPublishers.ofByteArray(JsonText.write(object));
    return call(
        request(path + "?force=true&fieldManager=" + manager)
            .header("Content-Type", "application/apply-patch+yaml")
            .method("PATCH", body));
  }

  /**
   * A list as of now (no resource version given: never from a stale cache), in pages.
   *
   * @param selector query text such as {@code fieldSelector=spec.nodeName%3Dn1}, or empty
   */
  public Listing list(String path, String selector) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return pages(path, selector);
      } catch (KubeException e) {
        if (!e.expired() || attempt == LIST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Listing pages(String path, String selector) throws IOException {
    List<Json> items = new ArrayList<>();
    String next = "";
    while (true) {
      Json page = get(path + "?limit=" + PAGE + also(selector) + next);
      items.addAll(page.items("items"));
      String token = page.text("metadata", "continue");
      if (token.isEmpty()) {
        return new Listing(items, page.text("metadata", "resourceVersion"));
      }
      next = "&continue=" + encode(token);
    }
  }

  /** Opens a watch; the stream ends after about {@code seconds}. */
  InputStream watch(String path, String selector, String resourceVersion, int seconds)
      throws IOException {
    String query =
        "?watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s%s"
            .formatted(seconds, encode(resourceVersion), also(selector));
    HttpRequest request = request(path + query).GET().build();
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw refused(request, response.statusCode(), body.readNBytes(65536));
    }
  }

  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String also(String selector) {
    return selector.isEmpty() ? "" : "&" + selector;
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + credentials.token())
        .header("Accept", "application/json")
        .header("User-Agent", "palisade-helper");
  }

  private Json call(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 == 2) {
      return JsonText.parse(response.body());
    }
    throw refused(request, response.statusCode(), response.body());
  }

  /** The request's own timeout ends with the headers; a body that stalls is ended here. */
  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
    var answer = credentials.client().sendAsync(request, handler);
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      failures.increment();
      answer.cancel(true);
      throw new IOException(subject(request) + ": no answer in " + LIMIT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      failures.increment();
      throw new IOException(subject(request) + ": " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(subject(request) + ": interrupted");
    }
  }

  private KubeException refused(HttpRequest request, int code, byte[] body) {
    failures.increment();
    String message;
    try {
      message = JsonText.parse(body).text("message");
    } catch (IOException e) {
      message = new String(body, StandardCharsets.UTF_8).strip();
    }
    return new KubeException(code, subject(request) + ": " + code + " " + message);
  }

  private static String subject(HttpRequest request) {
    return request.method() + " " + request.uri().getPath();
  }
}
