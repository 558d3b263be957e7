package dev.palisade.node.cache;

import dev.palisade.node.apparmor.BlobName;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code blobs/<sha256>}: uncompressed blobs under the hash of their bytes, so that a truncated or
 * altered file betrays itself. The files are the state; nothing else is remembered.
 */
public final class BlobCache {
  /**
   * Bytes of the largest blob that is taken, from disk or from the API server. The largest that the
   * pinned parser makes has some MiB (65535 states of a DFA).
   */
  public static final int LARGEST = 16 << 20;

  private final Path directory;
  private final DurableFile files;
  private final Map<String, CachedBlob> blobs = new TreeMap<>();
  private final List<String> ignored = new ArrayList<>();

  /**
   * Opens the cache and reads each file once; what is not a whole blob is ignored and named. A disk
   * that cannot be read is an empty cache: it must not keep profiles out of the kernel.
   */
  public BlobCache(Path root, Checkpoint checkpoint) {
    directory = root.resolve("blobs");
    files = new DurableFile(checkpoint);
    try {
      Files.createDirectories(directory);
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
        found.forEach(this::take);
      }
    } catch (IOException e) {
      ignored.add(directory + ": " + e);
    } catch (DirectoryIteratorException e) {
      ignored.add(directory + ": " + e.getCause());
    }
  }

  /** By SHA-256. */
  public Map<String, CachedBlob> blobs() {
    return Collections.unmodifiableMap(blobs);
  }

  /** Files that were found at the start and are not used, each with the reason. */
  public List<String> ignored() {
    return Collections.unmodifiableList(ignored);
  }

  /** Fails if the bytes on disk are no longer those of the name; the blob is then forgotten. */
  public byte[] read(String sha256) throws IOException {
    String problem;
    try {
      byte[] bytes = DurableFile.read(directory.resolve(sha256));
      if (Hash.sha256(bytes).equals(sha256)) {
        return bytes;
      }
      problem = "was altered on disk";
    } catch (NoSuchFileException e) {
      problem = "was removed";
    } catch (IOException e) {
      problem = "cannot be read (" + e.getMessage() + ")";
    }
    blobs.remove(sha256);
    throw new IOException("cached blob " + sha256 + " " + problem + "; it is fetched again");
  }

  /** Durable when it returns. */
  public void store(byte[] bytes) throws IOException {
    CachedBlob blob = CachedBlob.of(bytes);
    Files.createDirectories(directory);
    files.write(directory.resolve(blob.sha256()), bytes);
    blobs.put(blob.sha256(), blob);
  }

  public void remove(String sha256) throws IOException {
    Files.deleteIfExists(directory.resolve(sha256));
    blobs.remove(sha256);
  }

  private void take(Path file) {
    String name = file.getFileName().toString();
    try {
      if (name.endsWith(DurableFile.TEMPORARY)) {
        Files.delete(file);
        return;
      }
      byte[] bytes = DurableFile.read(file);
      if (!Hash.sha256(bytes).equals(name)) {
        throw new IOException("its name is not its SHA-256 (truncated, altered or foreign)");
      }
      blobs.put(name, CachedBlob.of(bytes));
    } catch (IOException e) {
      ignored.add(name + ": " + e.getMessage());
    }
  }

  /**
   * What is known of a blob without its bytes.
   *
   * @param profile the name inside it
   */
  public record CachedBlob(String profile, String sha256, String sha1) {
    public static CachedBlob of(byte[] bytes) throws IOException {
      return new CachedBlob(BlobName.of(bytes), Hash.sha256(bytes), Hash.sha1(bytes));
    }
  }
}
