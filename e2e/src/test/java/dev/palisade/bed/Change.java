package dev.palisade.bed;

import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.function.Consumer;

/** Changes by hand of objects that have other writers, too: controllers, kwok, the operator. */
public final class Change {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Change() {}

  /**
   * As {@code kubectl edit} by someone who tries again when another writer was faster: the client's
   * own edit sends the resourceVersion that it read, and the API server then answers 409.
   */
  public static <T> void of(Resource<T> resource, Consumer<T> change) {
    Await.until(
        "changed by hand",
        LIMIT,
        () ->
            resource.edit(read -> {
              change.accept(read);
              return read;
            }));
  }
}
