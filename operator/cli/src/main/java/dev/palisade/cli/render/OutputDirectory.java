package dev.palisade.cli.render;

import dev.palisade.cli.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes files so that none is ever seen half: all of them into a directory beside their places,
 * then each is moved. A file that an earlier run left and this one would not write is not deleted
 * but refused: beside new files it would look like one of them.
 */
final class OutputDirectory {
  /** Of what a container has. */
  private static final List<String> SUFFIXES = List.of(".apparmor", ".blob", ".seccomp.json");

  private OutputDirectory() {}

  /**
   * Writes all files or none.
   *
   * @param files by their paths below {@code directory}
   */
  static void write(Path directory, Map<Path, byte[]> files) throws IOException {
    try {
      Files.createDirectories(directory);
      for (Path folder :
          files.keySet().stream().map(f -> folder(directory, f)).distinct().toList()) {
        refuseLeftovers(directory, folder, files);
      }
      Path staging = Files.createTempDirectory(directory, ".render");
      try {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
          Path staged = staging.resolve(file.getKey());
          Files.createDirectories(staged.getParent());
          Files.write(staged, file.getValue());
        }
        for (Path file : files.keySet()) {
          Files.createDirectories(folder(directory, file));
          Files.move(
              staging.resolve(file), directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        }
      } finally {
        delete(staging);
      }
    } catch (FileSystemException e) {
      throw Failure.badInput(
          "cannot write to %s: %s: %s; name another directory with -o"
              .formatted(directory, e.getFile(), e.getReason() == null ? e : e.getReason()));
    }
  }

  private static Path folder(Path directory, Path file) {
    return directory.resolve(file).getParent();
  }

  private static void refuseLeftovers(Path directory, Path folder, Map<Path, byte[]> files)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> present = Files.list(folder)) {
      List<String> leftovers =
          present
              .filter(f -> SUFFIXES.stream().anyMatch(f.toString()::endsWith))
              .filter(f -> !files.containsKey(directory.relativize(f)))
              .map(Path::toString)
              .sorted()
              .toList();
      if (!leftovers.isEmpty()) {
        throw Failure.badInput(
            "%s is of another policy or an older run; remove it, or name another directory"
                .formatted(String.join(", ", leftovers)));
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
