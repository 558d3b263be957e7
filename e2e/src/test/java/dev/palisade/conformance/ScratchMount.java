package dev.palisade.conformance;

import dev.palisade.bed.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A file system of a type that the kernel makes, mounted until it is closed. Needs root. */
record ScratchMount(Path point) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Mounts it on a directory. */
  static ScratchMount of(String type, Path point) {
    run("mount", "-t", type, "none", point.toString());
    return new ScratchMount(point);
  }

  @Override
  public void close() {
    run("umount", point.toString());
  }

  private static void run(String... command) {
    Program.run(List.of(command), Map.of(), LIMIT).successful();
  }
}
