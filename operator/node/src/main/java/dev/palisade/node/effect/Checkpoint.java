package dev.palisade.node.effect;

/**
 * Called at the points where a crash leaves most behind, by name: {@code fetch.got}, {@code
 * fetch.stored}, {@code load.before}, {@code load.after}, {@code unload.before}, {@code
 * unload.after}, {@code forget.before}, {@code report.before}, {@code report.after}. Production
 * does nothing there.
 */
@FunctionalInterface
public interface Checkpoint {
  Checkpoint NONE = _ -> {};

  void reached(String point);
}
