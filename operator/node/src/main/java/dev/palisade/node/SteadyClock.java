package dev.palisade.node;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that begins with today's date and never jumps: a node whose date is set back must not
 * stop reporting, and one whose date is set forward must not unload before the grace is over.
 */
final class SteadyClock {
  private SteadyClock() {}

  static InstantSource start() {
    Instant date = Instant.now();
    long start = System.nanoTime();
    return () -> date.plusNanos(System.nanoTime() - start);
  }
}
