package dev.palisade.cli.cluster;

import dev.palisade.cli.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Objects of one kind that an answer is made from.
 *
 * @param needed without them there is no answer; the others may be forbidden to a namespace's team
 */
public record Source<T extends HasMetadata>(
    Asked asked,
    boolean needed,
    FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> request) {

  /** Empty if this user may not have them. */
  public Supplier<Optional<List<T>>> open(
      Function<
              FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?>,
              Supplier<List<T>>>
          way,
      List<String> unread) {
    try {
      Supplier<List<T>> items = way.apply(request);
      return () -> Optional.of(items.get());
    } catch (KubernetesClientException e) {
      Failure failure = asked.failure(e);
      if (needed || !Asked.isForbidden(e)) {
        throw failure;
      }
      unread.add(failure.getMessage());
      return Optional::empty;
    }
  }

  /** Lists once; empty if this user may not, which is then told in {@code unread}. */
  public Optional<List<T>> list(List<String> unread) {
    return open(
            r -> {
              List<T> items = r.list().getItems();
              return () -> items;
            },
            unread)
        .get();
  }
}
