package dev.palisade.cli.status;

import dev.palisade.cli.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** A reading that follows the API server's watches and says when something has changed. */
final class Watching implements Reading, AutoCloseable {
  /** Empty: something changed; else why a watch has ended for good. */
  private final BlockingQueue<Optional<Throwable>> events = new LinkedBlockingQueue<>();

  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  @Override
  public <T extends HasMetadata> Supplier<List<T>> open(
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> request) {
    SharedIndexInformer<T> informer = request.inform(new Signal<>());
    informers.add(informer);
    informer
        .stopped()
        .whenComplete(
            (ignored, why) -> Optional.ofNullable(why).map(Optional::of).ifPresent(events::add));
    return () -> informer.getStore().list();
  }

  /** Until something has changed since the last call. */
  void awaitChange() throws InterruptedException {
    List<Optional<Throwable>> seen = new ArrayList<>(List.of(events.take()));
    events.drainTo(seen);
    Optional<Throwable> end = seen.stream().flatMap(Optional::stream).findFirst();
    if (end.isPresent()) {
      throw Failure.cluster(
          "the watch of the cluster has ended: %s; start it again"
              .formatted(end.get().getMessage()),
          end.get());
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private final class Signal<T> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T item) {
      events.add(Optional.empty());
    }

    @Override
    public void onUpdate(T before, T after) {
      events.add(Optional.empty());
    }

    @Override
    public void onDelete(T item, boolean finalStateUnknown) {
      events.add(Optional.empty());
    }
  }
}
