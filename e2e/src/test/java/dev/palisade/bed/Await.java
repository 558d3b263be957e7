package dev.palisade.bed;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits for a state of the cluster. */
public final class Await {
  private static final Duration POLL = Duration.ofMillis(100);

  private Await() {}

  /**
   * Waits until the assertions hold.
   *
   * @param what the state that is waited for, as it shall be named on failure
   * @throws org.awaitility.core.ConditionTimeoutException with the last failed assertion
   */
  public static void until(String what, Duration limit, ThrowingRunnable assertions) {
    Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(limit)
        .untilAsserted(assertions);
  }

  /** Watches that the assertions go on to hold for a time. */
  public static void stays(String what, Duration time, ThrowingRunnable assertions) {
    Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .during(time)
        .atMost(time.plusSeconds(10))
        .untilAsserted(assertions);
  }
}
