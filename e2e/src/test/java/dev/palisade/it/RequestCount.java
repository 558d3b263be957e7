package dev.palisade.it;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counts the answers that a client got, by method and kind of object. */
final class RequestCount implements Interceptor {
  private static final Pattern KIND =
      Pattern.compile("/apis?/(?:[a-z.0-9]+/)?v[0-9a-z]+/(?:namespaces/[^/]+/)?([a-z]+)");
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    Matcher kind = KIND.matcher(request.uri().getPath());
    String key = request.method() + " " + (kind.find() ? kind.group(1) : request.uri().getPath());
    counts.computeIfAbsent(key, k -> new LongAdder()).increment();
  }

  long all() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** The most frequent first. */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue().sum(), a.getValue().sum()))
        .map(e -> e.getKey() + " " + e.getValue().sum())
        .collect(Collectors.joining(", "));
  }
}
