package dev.palisade.cli.bundle;

import dev.palisade.cli.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A {@code .tar.gz} that is there as a whole or not at all, for its owner's eyes only. */
final class BundleFile {
  private static final int OWNER_ONLY = 0600;

  private BundleFile() {}

  /** Says early what would otherwise be said after a minute of reading. */
  static void check(Path file, boolean overwrite) {
    Path directory = directory(file);
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw Failure.badInput(
          "cannot write to directory %s; name another file with -o".formatted(directory));
    }
    if (Files.exists(file) && !(overwrite && Files.isRegularFile(file))) {
      throw exists(file);
    }
  }

  private static Failure exists(Path file) {
    return Failure.badInput(
        "%s exists; name another file with -o, or give --overwrite".formatted(file));
  }

  private static Path directory(Path file) {
    return file.toAbsolutePath().getParent();
  }

  /**
   * Writes all entries below one directory, which is named as the file is.
   *
   * @param entries by path
   */
  static void write(Path file, boolean overwrite, Map<String, byte[]> entries, Instant time)
      throws IOException {
    try {
      Path staged = Files.createTempFile(directory(file), ".palisade-support", ".part");
      try {
        try (OutputStream out = Files.newOutputStream(staged)) {
          archive(out, root(file), entries, time);
        }
        if (overwrite) {
          Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
          Files.move(staged, file);
        }
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (FileSystemException e) {
      throw Failure.badInput(
          "cannot write %s: %s; name another file with -o"
              .formatted(e.getFile(), e.getReason() == null ? e : e.getReason()));
    }
  }

  private static String root(Path file) {
    return file.getFileName().toString().replaceAll("\\.(tar\\.gz|tgz)$", "");
  }

  private static void archive(
      OutputStream out, String root, Map<String, byte[]> entries, Instant time) throws IOException {
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(root + "/" + e.getKey());
        entry.setSize(e.getValue().length);
        entry.setMode(OWNER_ONLY);
        entry.setModTime(time.toEpochMilli());
        tar.putArchiveEntry(entry);
        tar.write(e.getValue());
        tar.closeArchiveEntry();
      }
    }
  }
}
