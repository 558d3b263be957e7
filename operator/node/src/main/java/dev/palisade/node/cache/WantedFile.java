package dev.palisade.node.cache;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.checkpoint.Checkpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code wanted}: the SHA-256 of each blob that this node last wanted in the kernel, one a line,
 * and a last line with the SHA-256 of the lines before it.
 */
public final class WantedFile {
  private static final Logger LOG = System.getLogger(WantedFile.class.getName());
  private static final String SEAL = "# ";

  private final Path file;
  private final DurableFile files;

  public WantedFile(Path root, Checkpoint checkpoint) {
    this.file = root.resolve("wanted");
    this.files = new DurableFile(checkpoint);
  }

  /** Empty if it was never written or is damaged; then every cached blob counts as wanted. */
  public Optional<SortedSet<String>> read() {
    try {
      String text = new String(DurableFile.read(file), StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf(SEAL);
      if (end >= 0 && text.substring(end).equals(seal(text.substring(0, end)))) {
        return Optional.of(new TreeSet<>(text.substring(0, end).lines().toList()));
      }
      LOG.log(Level.WARNING, "{0} is damaged: all cached profiles are loaded", file);
    } catch (NoSuchFileException e) {
      LOG.log(Level.DEBUG, "{0} is not there yet", file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}: {1}: all cached profiles are loaded", file, e.getMessage());
    }
    return Optional.empty();
  }

  /** When it fails, the old list goes: none is better than one that lacks a profile. */
  public void write(Collection<String> hashes) throws IOException {
    StringBuilder text = new StringBuilder();
    new TreeSet<>(hashes).forEach(hash -> text.append(hash).append('\n'));
    String lines = text.toString();
    try {
      Files.createDirectories(file.getParent());
      files.write(file, (lines + seal(lines)).getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      discard(e);
      throw e;
    }
  }

  private void discard(IOException cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static String seal(String lines) {
    return SEAL + Hash.sha256(lines.getBytes(StandardCharsets.ISO_8859_1)) + "\n";
  }
}
