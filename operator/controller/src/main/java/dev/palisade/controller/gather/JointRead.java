package dev.palisade.controller.gather;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A live read that passes share. Who asks gets what was read after they asked, as if they had read
 * alone; those who ask while a read runs share the next one. So hundreds of policies that are
 * looked at together cost a few lists and not hundreds.
 *
 * @param <T> what is read; not to be changed, for others have it too
 */
final class JointRead<T> {
  private final Supplier<T> read;
  private final Semaphore turn = new Semaphore(1);

  /** Not begun yet: whoever asks may still join. */
  private final AtomicReference<FutureTask<T>> next = new AtomicReference<>();

  JointRead(Supplier<T> read) {
    this.read = read;
  }

  /** Fails as the read does, for all who share it. */
  T get() throws InterruptedException {
    for (; ; ) {
      FutureTask<T> own = new FutureTask<>(read::get);
      FutureTask<T> joined = next.compareAndExchange(null, own);
      if (joined == null) {
        run(own);
      }
      try {
        return (joined == null ? own : joined).get();
      } catch (CancellationException e) {
        // Whose turn it was has been interrupted: ask again.
      } catch (ExecutionException e) {
        throw unchecked(e.getCause());
      }
    }
  }

  private void run(FutureTask<T> task) throws InterruptedException {
    try {
      turn.acquire();
    } catch (InterruptedException e) {
      next.compareAndSet(task, null);
      task.cancel(false);
      throw e;
    }
    try {
      next.set(null);
      task.run();
    } finally {
      turn.release();
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }
}
