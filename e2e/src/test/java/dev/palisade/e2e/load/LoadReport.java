package dev.palisade.e2e.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a client saw: every request is answered or listed as failed. */
public record LoadReport(Instant from, Instant to, List<Sent> sent) {
  /** One request; {@code failure} is empty where it was answered with 200. */
  public record Sent(Instant at, Duration took, String failure) {
    public boolean failed() {
      return !failure.isEmpty();
    }
  }

  public List<Sent> failures() {
    return sent.stream().filter(Sent::failed).toList();
  }

  /** Requests that began in the interval, both ends included. */
  public long sentBetween(Instant first, Instant last) {
    return sent.stream().filter(s -> !s.at().isBefore(first) && !s.at().isAfter(last)).count();
  }

  public double perSecond() {
    return sent.size() * 1000.0 / Math.max(1, Duration.between(from, to).toMillis());
  }
}
