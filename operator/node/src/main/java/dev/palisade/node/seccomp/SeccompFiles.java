package dev.palisade.node.seccomp;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.cache.DurableFile;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.policy.ProfileName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code palisade/} in the kubelet's directory for seccomp profiles, from which the runtime takes
 * the filter of a {@code localhostProfile} whenever it starts a container. The files are the state;
 * nothing else is remembered.
 */
public final class SeccompFiles {
  private static final Logger LOG = System.getLogger(SeccompFiles.class.getName());

  /** Names come from objects: nothing else may be written, nor anything outside our directory. */
  private static final Pattern NAME =
      Pattern.compile("palisade/(?!.*\\.\\.)[a-z0-9._-]{1,200}\\.json");

  private final Path root;
  private final Path directory;
  private final DurableFile durable;

  /**
   * Removes what a helper that was ended while it wrote has left.
   *
   * @param root the kubelet's directory
   */
  public SeccompFiles(Path root, Checkpoint checkpoint) {
    this.root = root;
    directory = root.resolve(ProfileName.FILTERS);
    durable = new DurableFile(checkpoint);
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(directory, "*" + DurableFile.TEMPORARY)) {
      for (Path file : left) {
        Files.delete(file);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // They are in nobody's way; whether the directory can be used is said of each filter.
      LOG.log(Level.DEBUG, "no leftovers removed", key("file", directory), key("error", e));
    }
  }

  /**
   * Our filters by their {@code localhostProfile}, with the hex SHA-256 of the file; empty where it
   * cannot be read, which no filter's is. A directory that cannot be listed has none: that it
   * cannot be written either is said of each filter.
   */
  public SortedMap<String, String> hashes() {
    SortedMap<String, String> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = ProfileName.FILTERS + file.getFileName();
        if (NAME.matcher(name).matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          hash(file).ifPresent(sha256 -> found.put(name, sha256));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(Level.DEBUG, "no filters found", key("file", directory), key("error", e));
    }
    return found;
  }

  /** Nothing if it has just gone. */
  private static Optional<String> hash(Path file) {
    try {
      return Optional.of(Hash.sha256(DurableFile.read(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("");
    }
  }

  /**
   * Makes the file, or puts other bytes right. Durable when it returns.
   *
   * @param name as {@code localhostProfile} has it
   */
  public void write(String name, byte[] bytes) throws IOException {
    Path file = file(name);
    try {
      Files.createDirectories(directory);
      durable.write(file, bytes);
    } catch (IOException e) {
      throw new IOException(
          "make the kubelet's directory seccomp on the node writable and give it room (" + e + ")",
          e);
    }
  }

  /** One that is gone already is success. */
  public void remove(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  private Path file(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("filter name " + name + " is refused: it must match " + NAME);
    }
    return root.resolve(name);
  }
}
