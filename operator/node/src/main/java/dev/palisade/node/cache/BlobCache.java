package dev.palisade.node.cache;

import dev.palisade.node.apparmor.BlobName;
import dev.palisade.node.apparmor.Hash;
import java.io.IOException;
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
  private final Path directory;
  private final Map<String, CachedBlob> blobs = new TreeMap<>();
  private final List<String> ignored = new ArrayList<>();

  /** Opens the cache and reads each file once; what is not a whole blob is ignored and named. */
  public BlobCache(Path root) throws IOException {
    directory = Files.createDirectories(root.resolve("blobs"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        take(file);
      }
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

  /** Fails if the bytes on disk are no longer those of the name. */
  public byte[] read(String sha256) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(directory.resolve(sha256));
      if (Hash.sha256(bytes).equals(sha256)) {
        return bytes;
      }
    } catch (NoSuchFileException e) {
      blobs.remove(sha256);
      throw new IOException("cached blob " + sha256 + " was removed; it is fetched again", e);
    }
    blobs.remove(sha256);
    throw new IOException("cached blob " + sha256 + " was altered on disk; it is fetched again");
  }

  /** Durable when it returns. */
  public void store(byte[] bytes) throws IOException {
    CachedBlob blob = CachedBlob.of(bytes);
    DurableFile.write(directory.resolve(blob.sha256()), bytes);
    blobs.put(blob.sha256(), blob);
  }

  public void remove(String sha256) throws IOException {
    Files.deleteIfExists(directory.resolve(sha256));
    blobs.remove(sha256);
  }

  private void take(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(DurableFile.TEMPORARY)) {
      Files.delete(file);
      return;
    }
    if (!Files.isRegularFile(file)) {
      ignored.add(name + ": not a file of ours");
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    if (!Hash.sha256(bytes).equals(name)) {
      ignored.add(name + ": its name is not its SHA-256 (truncated, altered or foreign)");
      return;
    }
    try {
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
