package dev.palisade.node.checkpoint;

import java.io.IOException;

/**
 * Called before and after each effect, so that a test can stop the helper between any two of them.
 * In the order of a profile's life: {@code fetch.before}, {@code fetch.got}; for each file {@code
 * file.open}, {@code file.written} (not yet synced), {@code file.whole} (not yet under its name),
 * {@code file.renamed} (its name not yet synced), {@code file.durable}; {@code load.before}, {@code
 * load.after}; {@code report.before}, {@code report.after}; {@code unload.before}, {@code
 * unload.after}, {@code unload.looked} (the second look), {@code unload.undone}; {@code
 * forget.before}, {@code forget.after}. A filter's life has {@code fetch} and {@code file} too, and
 * ends with {@code remove.before}, {@code remove.after}. Production does nothing there.
 */
@FunctionalInterface
public interface Checkpoint {
  Checkpoint NONE = _ -> {};

  /** An IOException is taken as a failure of the effect that is about to come. */
  void reached(String point) throws IOException;
}
