package dev.palisade.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What happens to one request. */
public sealed interface Fault {

  /**
   * An error, and the API server has not seen the request.
   *
   * @param retryAfter header {@code Retry-After}, in seconds
   */
  record Refused(int code, Optional<Integer> retryAfter) implements Fault {
    public Refused(int code) {
      this(code, Optional.empty());
    }
  }

  /** The connection breaks, and the API server has not seen the request. */
  record NotSent() implements Fault {}

  /** The API server does it; the connection breaks before the answer. */
  record AnswerLost() implements Fault {}

  /** The API server does it; an error is the answer. */
  record AnsweredWith(int code) implements Fault {}

  /** The API server gets it so much later. */
  record Delayed(Duration by) implements Fault {}

  /** The API server does it; the answer waits until the future is done. */
  record AnswerHeld(CompletableFuture<Void> until) implements Fault {}

  /** Answered as an earlier request of the same path and query was; else goes through. */
  record FromThePast(Recording recording) implements Fault {}
}
