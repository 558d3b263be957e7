package dev.palisade.bed;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests belong to. */
public final class Checkout {
  private static final Path ROOT = find();

  private Checkout() {}

  /**
   * Its root directory: system property {@code palisade.root}, else the nearest parent with a bed.
   */
  public static Path root() {
    return ROOT;
  }

  private static Path find() {
    String named = System.getProperty("palisade.root");
    if (named != null) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("e2e/bed/bed"))) {
        return at;
      }
    }
    throw new IllegalStateException(
        "no e2e/bed/bed in " + here + " or above it; give -Dpalisade.root=DIRECTORY");
  }
}
