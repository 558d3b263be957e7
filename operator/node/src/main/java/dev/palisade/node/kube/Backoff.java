package dev.palisade.node.kube;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Waiting times between failures: doubled from one half second to thirty, each times a random
 * factor of 0.5 to 1 so that the nodes of a cluster do not come back together.
 */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LAST = Duration.ofSeconds(30);
  private final DoubleSupplier random;
  private int failures;

  /**
   * @param random values in [0, 1)
   */
  public Backoff(DoubleSupplier random) {
    this.random = random;
  }

  public void reset() {
    failures = 0;
  }

  public int failures() {
    return failures;
  }

  public Duration next() {
    long full = Math.min(LAST.toMillis(), FIRST.toMillis() << Math.min(failures++, 10));
    return Duration.ofMillis((long) (full * (0.5 + random.getAsDouble() / 2)));
  }
}
