package dev.palisade.node.effect;

import dev.palisade.node.kube.Backoff;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** What failed, why, and when it is tried again. */
public final class Attempts {
  private final DoubleSupplier random;
  private final Map<String, Failure> failures = new HashMap<>();

  public Attempts(DoubleSupplier random) {
    this.random = random;
  }

  private record Failure(String message, Instant again, Backoff backoff) {}

  public boolean mayTry(String subject, Instant now) {
    Failure failure = failures.get(subject);
    return failure == null || !now.isBefore(failure.again());
  }

  public void failed(String subject, String message, Instant now) {
    Failure before = failures.get(subject);
    Backoff backoff = before == null ? new Backoff(random) : before.backoff();
    failures.put(subject, new Failure(message, now.plus(backoff.next()), backoff));
  }

  public void succeeded(String subject) {
    failures.remove(subject);
  }

  /** The latest failure's message. */
  public Optional<String> message(String subject) {
    return Optional.ofNullable(failures.get(subject)).map(Failure::message);
  }

  /** When the next subject may be tried again, of those after {@code now}. */
  public Optional<Instant> next(Instant now) {
    return failures.values().stream()
        .map(Failure::again)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }
}
