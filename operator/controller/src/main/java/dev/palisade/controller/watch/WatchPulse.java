package dev.palisade.controller.watch;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears whether bytes come on each watch of a client, ends those that are silent, and finds those
 * that stay so while their objects change. fabric8 (7.9.0) says of such a watch that it is running
 * and ends it after five to ten minutes by itself; it tells nobody of bookmarks. The client must
 * use {@code onlyHttpWatches}: the bytes of a web socket do not pass here.
 */
public final class WatchPulse implements Interceptor {
  private static final Logger LOG = LoggerFactory.getLogger(WatchPulse.class);

  private final InstantSource clock;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param clock one that does not jump
   */
  public WatchPulse(InstantSource clock) {
    this.clock = clock;
  }

  /** The line's present state, and its stream while there is one. */
  private static final class Line {
    private WatchLine now;
    private AsyncBody stream;
    private int streams;

    private Line(WatchLine now) {
      this.now = now;
    }
  }

  /** Passes bytes on, and tells that they came. */
  private final class Heard implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final AsyncBody.Consumer<List<ByteBuffer>> next;
    private volatile Line line;

    private Heard(AsyncBody.Consumer<List<ByteBuffer>> next) {
      this.next = next;
    }

    @Override
    public void consume(List<ByteBuffer> bytes, AsyncBody body) throws Exception {
      Line told = line;
      if (told != null) {
        synchronized (lines) {
          told.now = told.now.heard(clock.instant());
        }
      }
      next.consume(bytes, body);
    }

    @Override
    public <U> U unwrap(Class<U> target) {
      return target.isInstance(this) ? target.cast(this) : next.unwrap(target);
    }
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return isWatch(request.uri()) ? new Heard(consumer) : consumer;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (isWatch(request.uri())
        && response.isSuccessful()
        && response.body() instanceof AsyncBody stream) {
      Heard heard = consumer.unwrap(Heard.class);
      if (heard != null) {
        heard.line = open(request.uri(), stream);
      }
    }
  }

  private static boolean isWatch(URI uri) {
    return uri.getQuery() != null && uri.getQuery().contains("watch=true");
  }

  /** The line that has been without a stream for longest, else a new one. */
  private Line open(URI uri, AsyncBody stream) {
    Line line;
    int opened;
    synchronized (lines) {
      Optional<Line> waiting =
          lines.stream()
              .filter(l -> !l.now.open() && l.now.uri().getPath().equals(uri.getPath()))
              .min(Comparator.comparing(l -> l.now.heardAt()));
      line = waiting.orElseGet(() -> new Line(WatchLine.opened(uri, clock.instant())));
      line.now = line.now.reopened(uri);
      line.stream = stream;
      opened = ++line.streams;
      if (waiting.isEmpty()) {
        lines.add(line);
      }
    }
    var _ =
        stream
            .done()
            .whenComplete((v, e) -> {
              synchronized (lines) {
                if (line.streams == opened) {
                  line.stream = null;
                  line.now = line.now.closed();
                }
              }
            });
    return line;
  }

  /**
   * Ends streams that are silent and lists what they should tell of; to be called now and then, not
   * by two threads.
   */
  public void tend(ObjectsOf objects) {
    for (Line line : List.copyOf(lines())) {
      Instant now = clock.instant();
      WatchLine before = now(line);
      if (before.toLookAt(now)) {
        objects
            .print(before.uri())
            .ifPresent(print ->
                change(line, before.heardAt(), l -> l.seen(new WatchLine.Look(now, print))));
      }
      if (before.toEnd(now)) {
        LOG.atWarn()
            .addKeyValue("resource", before.resource())
            .addKeyValue("seconds", before.silence(now).toSeconds())
            .log("watch is silent: connecting again");
        change(line, before.heardAt(), l -> l.ended(now));
        AsyncBody stream;
        synchronized (lines) {
          stream = line.stream;
        }
        if (stream != null) {
          stream.cancel();
        }
      }
    }
  }

  private List<Line> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private WatchLine now(Line line) {
    synchronized (lines) {
      return line.now;
    }
  }

  /** Not if something was heard meanwhile. */
  private void change(
      Line line, Instant heardAt, java.util.function.UnaryOperator<WatchLine> next) {
    synchronized (lines) {
      if (line.now.heardAt().equals(heardAt)) {
        line.now = next.apply(line.now);
      }
    }
  }

  /** Which watch is stuck; empty if none is. */
  public Optional<String> stuck() {
    Instant now = clock.instant();
    return lines().stream()
        .map(this::now)
        .filter(l -> l.state(now) == WatchLine.State.STUCK)
        .map(l ->
            "the watch of %s has said nothing for %d s while its objects changed"
                .formatted(l.resource(), l.silence(now).toSeconds()))
        .findFirst();
  }

  /** The longest silence of each resource's watches. */
  public Map<String, Duration> silence() {
    Instant now = clock.instant();
    return lines().stream()
        .map(this::now)
        .collect(
            Collectors.toMap(
                WatchLine::resource,
                l -> l.silence(now),
                (a, b) -> a.compareTo(b) > 0 ? a : b,
                TreeMap::new));
  }
}
