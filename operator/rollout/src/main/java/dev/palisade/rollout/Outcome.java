package dev.palisade.rollout;

import java.util.Optional;

/** What was decided about one workload in this pass. */
sealed interface Outcome {
  /** Nothing to write; {@code entry} is what stays remembered. */
  record Still(Optional<Entry> entry) implements Outcome {}

  /** It may be written later. */
  record Waits(Optional<Entry> entry, String message) implements Outcome {}

  /** It may not be written until someone changes something. */
  record Blocked(Entry entry) implements Outcome {}

  /** Write now; the entry first. */
  record Starts(Entry entry, Step.Apply step) implements Outcome {}

  /** Ask the API server first. */
  record Asks(Optional<Entry> entry, Step.Apply step) implements Outcome {}

  default Optional<Entry> remembered() {
    return switch (this) {
      case Still(Optional<Entry> e) -> e;
      case Waits(Optional<Entry> e, String ignored) -> e;
      case Blocked(Entry e) -> Optional.of(e);
      case Starts(Entry e, Step.Apply ignored) -> Optional.of(e);
      case Asks(Optional<Entry> e, Step.Apply ignored) -> e;
    };
  }

  /** Whether the workload takes one of {@code maxConcurrentWorkloads}. */
  default boolean takesSlot() {
    return this instanceof Asks
        || remembered().map(e -> e.state().inFlight() && e.startedAt().isPresent()).orElse(false);
  }
}
