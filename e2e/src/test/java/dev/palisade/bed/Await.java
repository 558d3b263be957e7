package dev.palisade.bed;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.awaitility.pollinterval.IterativePollInterval;
import org.awaitility.pollinterval.PollInterval;

/** Waits for a state of the cluster. */
public final class Await {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(500);

  /** What has not come at once is asked for less often: asking costs the machine, too. */
  private static final PollInterval POLL =
      IterativePollInterval.iterative(
          last -> last.compareTo(LONGEST) < 0 ? last.multipliedBy(5).dividedBy(4) : last, FIRST);

  private Await() {}

  /**
   * Waits until the assertions hold. A request that the API server refuses meanwhile is no answer
   * either: what is asked for may not be there yet, or another writer was faster.
   *
   * @param what the state that is waited for, as it shall be named on failure
   * @throws org.awaitility.core.ConditionTimeoutException with the last failed assertion
   */
  public static void until(String what, Duration limit, ThrowingRunnable assertions) {
    Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(limit)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .untilAsserted(assertions);
  }

  /** Waits until a mark of the state has not changed for a time, and gives the state. */
  public static <T> T quiet(
      String what, Duration time, Supplier<T> look, Function<T, Object> mark) {
    AtomicReference<T> last = new AtomicReference<>(look.get());
    AtomicReference<Instant> since = new AtomicReference<>(Instant.now());
    until(
        what + " unchanged for " + time,
        time.plusSeconds(60),
        () -> {
          T now = look.get();
          if (!mark.apply(now).equals(mark.apply(last.getAndSet(now)))) {
            since.set(Instant.now());
          }
          if (Duration.between(since.get(), Instant.now()).compareTo(time) < 0) {
            throw new AssertionError("last change at " + since.get() + ": " + mark.apply(now));
          }
        });
    return last.get();
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
