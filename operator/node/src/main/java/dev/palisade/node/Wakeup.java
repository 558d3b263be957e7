package dev.palisade.node;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One flag that many threads raise and one waits for; raised twice is raised once. */
final class Wakeup {
  private final Semaphore raised = new Semaphore(0);

  void raise() {
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /** Returns when the flag is raised, which lowers it, or after the time. */
  void await(Duration time) throws InterruptedException {
    if (raised.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
      raised.drainPermits();
    }
  }
}
