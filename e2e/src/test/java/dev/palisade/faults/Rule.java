package dev.palisade.faults;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Which requests are struck, and how. It counts those that it is about and those it struck. */
public final class Rule {
  private final Predicate<Call> which;
  private final IntPredicate when;
  private final Fault fault;
  private volatile Runnable then = () -> {};
  private final AtomicInteger seen = new AtomicInteger();
  private final List<Call> struck = new CopyOnWriteArrayList<>();

  /**
   * @param when of the requests it is about, which: they are counted from 1
   */
  public Rule(Predicate<Call> which, IntPredicate when, Fault fault) {
    this.which = which;
    this.when = when;
    this.fault = fault;
  }

  /** All of them. */
  public Rule(Predicate<Call> which, Fault fault) {
    this(which, n -> true, fault);
  }

  /** Only the n-th, counted from 1. */
  public static Rule nth(int n, Predicate<Call> which, Fault fault) {
    return new Rule(which, i -> i == n, fault);
  }

  /** Each at its first try; the same request again goes through. */
  public static Rule firstTries(Predicate<Call> which, Fault fault) {
    Set<Call> known = ConcurrentHashMap.newKeySet();
    return new Rule(call -> which.test(call) && known.add(call), fault);
  }

  /** Does something at each strike, before the request goes anywhere; it may not wait. */
  public Rule andThen(Runnable action) {
    then = action;
    return this;
  }

  boolean strikes(Call call) {
    if (!which.test(call) || !when.test(seen.incrementAndGet())) {
      return false;
    }
    struck.add(call);
    then.run();
    return true;
  }

  Fault fault() {
    return fault;
  }

  /** The requests that were struck so far. */
  public List<Call> struck() {
    return List.copyOf(struck);
  }
}
