package dev.palisade.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Every version of the watched objects, so that a state that lasted a moment is seen, or proven
 * never to have been.
 */
final class History<T extends HasMetadata> implements Watcher<T>, AutoCloseable {
  private final List<T> versions = new CopyOnWriteArrayList<>();
  private final AtomicReference<WatcherException> broken = new AtomicReference<>();
  private Watch watch;

  private History() {}

  static <T extends HasMetadata> History<T> of(Watchable<T> objects) {
    History<T> history = new History<>();
    history.watch = objects.watch(history);
    return history;
  }

  /** In the order in which the API server made them. */
  List<T> all() {
    if (broken.get() != null) {
      throw new IllegalStateException("the watch broke, versions may be missing", broken.get());
    }
    return List.copyOf(versions);
  }

  @Override
  public void eventReceived(Action action, T version) {
    if (action == Action.ADDED || action == Action.MODIFIED) {
      versions.add(version);
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    broken.set(cause);
  }

  @Override
  public void close() {
    watch.close();
  }
}
