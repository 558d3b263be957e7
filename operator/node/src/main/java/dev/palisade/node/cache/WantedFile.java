package dev.palisade.node.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code wanted}: the SHA-256 of each blob that this node last wanted in the kernel, one a line,
 * and a last line with their count.
 */
public final class WantedFile {
  private final Path file;

  public WantedFile(Path root) {
    this.file = root.resolve("wanted");
  }

  /** Empty if it was never written or is damaged; then every cached blob counts as wanted. */
  public Optional<SortedSet<String>> read() throws IOException {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      SortedSet<String> hashes = new TreeSet<>(lines.subList(0, Math.max(0, lines.size() - 1)));
      boolean whole = !lines.isEmpty() && lines.getLast().equals(count(hashes));
      return whole ? Optional.of(hashes) : Optional.empty();
    } catch (NoSuchFileException | java.nio.charset.CharacterCodingException e) {
      return Optional.empty();
    }
  }

  public void write(Collection<String> hashes) throws IOException {
    SortedSet<String> sorted = new TreeSet<>(hashes);
    StringBuilder text = new StringBuilder();
    sorted.forEach(hash -> text.append(hash).append('\n'));
    text.append(count(sorted)).append('\n');
    DurableFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String count(SortedSet<String> hashes) {
    return "# " + hashes.size();
  }
}
