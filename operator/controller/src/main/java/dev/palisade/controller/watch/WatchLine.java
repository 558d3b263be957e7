package dev.palisade.controller.watch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one informer's watch, however often it was opened anew.
 *
 * @param uri of the latest request
 * @param open a stream is open; else the informer is between two, or has given up
 * @param heardAt when the last byte came; before the first, when it was first opened
 * @param endedAt when a stream was last ended for its silence; else {@code heardAt}
 * @param first the objects as a list showed them when the silence was first noticed
 * @param latest as a list showed them {@link #SILENCE} or more after that
 */
record WatchLine(
    URI uri,
    boolean open,
    Instant heardAt,
    Instant endedAt,
    Optional<Look> first,
    Optional<Look> latest) {

  /**
   * A healthy API server sends a bookmark each minute. It does not have to, so silence alone is
   * only a reason to look and to connect again.
   */
  static final Duration SILENCE = Duration.ofSeconds(150);

  /** An event may come later than a list that shows its effect. */
  static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * A list of the watched objects.
   *
   * @param print over uid and resourceVersion of each
   */
  record Look(Instant at, long print) {}

  /** What a line is. */
  enum State {
    /** Something was heard lately. */
    HEARD,
    /** Nothing was heard, and as far as is known nothing happened. */
    QUIET,
    /** Objects have changed, and the watch has not told. */
    STUCK
  }

  static WatchLine opened(URI uri, Instant now) {
    return new WatchLine(uri, true, now, now, Optional.empty(), Optional.empty());
  }

  State state(Instant now) {
    if (silence(now).compareTo(SILENCE) < 0) {
      return State.HEARD;
    }
    boolean missed =
        first.isPresent()
            && latest.isPresent()
            && first.get().print() != latest.get().print()
            && !now.isBefore(latest.get().at().plus(GRACE));
    return missed ? State.STUCK : State.QUIET;
  }

  Duration silence(Instant now) {
    return Duration.between(heardAt, now);
  }

  /** Whether the stream is to be ended, so that the informer connects again. */
  boolean toEnd(Instant now) {
    return open && Duration.between(endedAt, now).compareTo(SILENCE) >= 0;
  }

  /** Whether the objects are to be listed. Those of a stuck line need no further look. */
  boolean toLookAt(Instant now) {
    Instant since = first.map(Look::at).orElse(heardAt);
    boolean differs = latest.isPresent() && latest.get().print() != first.orElseThrow().print();
    return !differs
        && Duration.between(latest.map(Look::at).orElse(since), now).compareTo(SILENCE) >= 0;
  }

  WatchLine heard(Instant now) {
    return new WatchLine(uri, open, now, now, Optional.empty(), Optional.empty());
  }

  WatchLine reopened(URI by) {
    return new WatchLine(by, true, heardAt, endedAt, first, latest);
  }

  WatchLine closed() {
    return new WatchLine(uri, false, heardAt, endedAt, first, latest);
  }

  WatchLine ended(Instant now) {
    return new WatchLine(uri, open, heardAt, now, first, latest);
  }

  WatchLine seen(Look look) {
    return first.isEmpty()
        ? new WatchLine(uri, open, heardAt, endedAt, Optional.of(look), Optional.empty())
        : new WatchLine(uri, open, heardAt, endedAt, first, Optional.of(look));
  }

  /** The plural of the resource, the same for all namespaces: a label of few values. */
  String resource() {
    String path = uri.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
