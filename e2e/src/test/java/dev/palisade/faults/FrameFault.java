package dev.palisade.faults;

import java.util.concurrent.CompletableFuture;

/** What happens to one frame of a watch. */
public sealed interface FrameFault {

  /** It never arrives. */
  record Dropped() implements FrameFault {}

  /** Its first half arrives, which is no JSON. */
  record Torn() implements FrameFault {}

  /** It, and all that comes after it in its stream, waits until the future is done. */
  record Held(CompletableFuture<Void> until) implements FrameFault {}

  /**
   * It arrives, and then the last frames of the stream once more.
   *
   * @param frames how many, this one included
   * @param backwards newest first
   */
  record Replayed(int frames, boolean backwards) implements FrameFault {}

  /** It arrives, and the stream ends. */
  record Ended(End how) implements FrameFault {}

  /** How a watch ends. */
  enum End {
    /** As the API server ends one when its time is over. */
    CLOSED,
    /** The connection breaks. */
    BROKEN,
    /** An {@code ERROR} event 410: the version to go on from is not known any more. */
    GONE
  }
}
