package dev.palisade.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Which frames of which watches are struck, and how. It counts those that it struck. */
public final class FrameRule {
  private final Predicate<Call> watch;
  private final Predicate<Frame> which;
  private final IntPredicate when;
  private final FrameFault fault;
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();

  /**
   * @param when of the frames it is about, which: they are counted from 1, over all streams
   */
  public FrameRule(
      Predicate<Call> watch, Predicate<Frame> which, IntPredicate when, FrameFault fault) {
    this.watch = watch;
    this.which = which;
    this.when = when;
    this.fault = fault;
  }

  /** All frames with news. */
  public FrameRule(Predicate<Call> watch, FrameFault fault) {
    this(watch, Frame::news, n -> true, fault);
  }

  boolean strikes(Call call, Frame frame) {
    if (!watch.test(call) || !which.test(frame) || !when.test(seen.incrementAndGet())) {
      return false;
    }
    struck.incrementAndGet();
    return true;
  }

  FrameFault fault() {
    return fault;
  }

  /** How many frames were struck so far. */
  public int struck() {
    return struck.get();
  }
}
