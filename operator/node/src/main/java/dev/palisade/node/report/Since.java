package dev.palisade.node.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Since when the present reason has held, as a date. It is kept as an age on the clock that never
 * jumps, so that it follows when the node's date is set: a node that boots with a wrong date must
 * not seem to have been incapable for years, nor from tomorrow on.
 */
public final class Since {
  /** Dates drift and are slewed; what is less than this is no reason to write a report. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private String reason = "";
  private Instant began = Instant.EPOCH;
  private Instant date = Instant.EPOCH;

  /**
   * The date for this reason.
   *
   * @param before what an earlier life in this boot has said of the same reason
   * @param steady the clock that never jumps
   * @param wall the node's date
   * @param up seconds since the boot
   */
  public Instant of(String now, Optional<Instant> before, Instant steady, Instant wall, double up) {
    if (!now.equals(reason)) {
      reason = now;
      Instant boot = wall.minusSeconds((long) up);
      date = before.filter(b -> !b.isAfter(wall) && !b.isBefore(boot)).orElse(wall);
      began = steady.minus(Duration.between(date, wall));
    }
    Instant due = wall.minus(Duration.between(began, steady));
    if (Duration.between(date, due).abs().compareTo(TOLERANCE) > 0) {
      date = due;
    }
    return date;
  }
}
