package dev.palisade.controller.watch;

import java.net.URI;
import java.util.OptionalLong;

/** What a watch should tell of, read by a list. */
interface ObjectsOf {
  /**
   * A number that differs when an object was added, changed or deleted.
   *
   * @return empty if the API server did not answer
   */
  OptionalLong print(URI watch);
}
