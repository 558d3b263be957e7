package dev.palisade.node.kube;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Keeps a copy of a set of objects: list, then watch from there, list again after 410. Runs on a
 * thread of its own until {@link #close()}.
 */
public final class Reflector<T> implements Runnable, AutoCloseable {
  private static final Logger LOG = System.getLogger(Reflector.class.getName());

  /** The API server sends a bookmark each minute, so a longer silence is a dead connection. */
  static final Duration SILENCE = Duration.ofSeconds(150);

  private static final int WATCH_SECONDS = 290;

  private final KubeClient client;
  private final String path;
  private final String selector;
  private final Function<Json, T> shape;
  private final Runnable changed;
  private final InstantSource clock;
  private final Backoff backoff;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Map<String, T> items = Map.of();
  private volatile boolean synced;
  private volatile long heardAt;
  private volatile InputStream stream;
  private volatile boolean silenced;
  private String version = "";

  /**
   * @param selector as in {@link KubeClient#list}
   * @param shape what is kept of an object; the rest is garbage at once
   * @param changed called after each change, from this reflector's thread; must return quickly
   */
  public Reflector(
      KubeClient client,
      String path,
      String selector,
      Function<Json, T> shape,
      Runnable changed,
      InstantSource clock,
      Backoff backoff) {
    this.client = client;
    this.path = path;
    this.selector = selector;
    this.shape = shape;
    this.changed = changed;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** By {@code namespace/name}, or {@code name} of cluster-scoped objects. */
  public Map<String, T> items() {
    return items;
  }

  /** True after the first list; it never becomes false again: the last known state stays. */
  public boolean synced() {
    return synced;
  }

  /** Since the last event or list; zero before the first list. */
  public Duration silence() {
    return synced ? Duration.ofMillis(clock.millis() - heardAt) : Duration.ZERO;
  }

  /**
   * Ends a watch that has been silent for too long; called from outside, now and then. The objects
   * are then listed again: a watch that hangs each time must not leave the node in the past.
   */
  public void endSilence() {
    InputStream open = stream;
    if (open != null && clock.millis() - heardAt > SILENCE.toMillis()) {
      LOG.log(
          Level.WARNING,
          "watch is silent: connecting again",
          key("resource", path),
          key("seconds", SILENCE.toSeconds()));
      silenced = true;
      closeQuietly(open);
    }
  }

  @Override
  public void run() {
    while (!isClosed()) {
      try {
        if (version.isEmpty()) {
          relist();
        }
        watch();
        pause(Duration.ofMillis(100));
      } catch (KubeException e) {
        if (e.expired()) {
          version = "";
        } else {
          fail(e);
        }
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    InputStream open = stream;
    if (open != null) {
      closeQuietly(open);
    }
  }

  private void relist() throws IOException {
    KubeClient.Listing listing = client.list(path, selector);
    Map<String, T> fresh = new TreeMap<>();
    for (Json item : listing.items()) {
      fresh.put(nameOf(item), shape.apply(item));
    }
    items = Collections.unmodifiableMap(fresh);
    version = listing.resourceVersion();
    heardAt = clock.millis();
    synced = true;
    changed.run();
  }

  private void watch() throws IOException {
    try (InputStream in = client.watch(path, selector, version, WATCH_SECONDS);
        JsonText.Values events = JsonText.values(in)) {
      heardAt = clock.millis();
      stream = in;
      Optional<Json> event = events.next();
      while (event.isPresent() && !isClosed()) {
        heardAt = clock.millis();
        accept(event.get());
        backoff.reset();
        event = events.next();
      }
    } finally {
      stream = null;
      if (silenced) {
        silenced = false;
        version = "";
      }
    }
  }

  private void accept(Json event) throws KubeException {
    Json object = event.at("object");
    switch (event.text("type")) {
      case "ADDED", "MODIFIED" -> replace(nameOf(object), Optional.of(shape.apply(object)));
      case "DELETED" -> replace(nameOf(object), Optional.empty());
      case "BOOKMARK" -> {}
      case "ERROR" ->
          throw new KubeException(
              (int) object.number("code"), "WATCH " + path + ": " + object.text("message"));
      default -> throw new KubeException(0, "WATCH " + path + ": event " + event.text("type"));
    }
    version = object.text("metadata", "resourceVersion");
  }

  private void replace(String key, Optional<T> value) {
    Map<String, T> next = new TreeMap<>(items);
    value.ifPresentOrElse(v -> next.put(key, v), () -> next.remove(key));
    items = Collections.unmodifiableMap(next);
    changed.run();
  }

  private static String nameOf(Json object) {
    String namespace = object.text("metadata", "namespace");
    String name = object.text("metadata", "name");
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private void fail(Exception cause) {
    if (!isClosed()) {
      Duration wait = backoff.next();
      // A long outage is one line a minute, not one a second.
      Level level = backoff.failures() <= 3 ? Level.WARNING : Level.DEBUG;
      LOG.log(
          level,
          "watch failed; again in a moment",
          key("resource", path),
          key("error", cause.getMessage()));
      pause(wait);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause(Duration time) {
    try {
      if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.DEBUG, "watch closed", key("resource", path));
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing a watch failed", key("error", e.getMessage()));
    }
  }
}
