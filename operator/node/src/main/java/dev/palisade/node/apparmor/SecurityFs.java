package dev.palisade.node.apparmor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code /sys/kernel/security/apparmor} (security/apparmor/apparmorfs.c). */
public final class SecurityFs {
  /** What our profiles' names begin with. */
  public static final String OURS = "palisade.";

  private final Path root;
  private final Write write;

  /** One write(2) of policy to {@code .load} or {@code .remove}. */
  @FunctionalInterface
  public interface Write {
    void to(Path file, byte[] bytes) throws IOException;
  }

  /**
   * @param root the {@code apparmor} directory of securityfs
   */
  public SecurityFs(Path root) {
    this(root, SecurityFs::once);
  }

  /** With a kernel that is played. */
  SecurityFs(Path root, Write write) {
    this.root = root;
    this.write = write;
  }

  /** The counter that each change of policy raises. Reading it twice from one open blocks. */
  public Path revisionFile() {
    return root.resolve("revision");
  }

  /** Our loaded profiles by name. One that goes while it is read is left out. */
  public SortedMap<String, KernelProfile> profiles() throws IOException {
    return profiles(OURS + "*");
  }

  /** One of our profiles, if it is loaded. */
  public Optional<KernelProfile> profile(String name) throws IOException {
    return Optional.ofNullable(profiles(entriesOf(name)).get(name));
  }

  private SortedMap<String, KernelProfile> profiles(String entriesLike) throws IOException {
    SortedMap<String, KernelProfile> found = new TreeMap<>();
    for (Path entry : entries(entriesLike)) {
      read(entry).filter(p -> p.name().startsWith(OURS)).ifPresent(p -> found.put(p.name(), p));
    }
    return found;
  }

  /** The hash that this kernel shows of any loaded profile; {@link Hash#NONE} if none is loaded. */
  public Hash anyHash() throws IOException {
    for (Path entry : entries("*")) {
      Hash hash = hash(entry);
      if (!hash.algorithm().isEmpty()) {
        return hash;
      }
    }
    return Hash.NONE;
  }

  /**
   * Adds a profile; never replaces one. The kernel takes a blob only from a single write(2).
   *
   * @throws IOException with the kernel's text, {@code File exists} where the name is loaded
   */
  public void load(byte[] blob) throws IOException {
    write.to(root.resolve(".load"), blob);
  }

  /**
   * Removes a profile. Its processes, if any, are unconfined from then on and for good.
   *
   * @throws IOException with the kernel's text, {@code No such file or directory} where it is gone
   */
  public void remove(String name) throws IOException {
    write.to(root.resolve(".remove"), name.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes that a profile was loaded from; empty where the kernel does not keep them. */
  public Optional<byte[]> blob(String name) throws IOException {
    for (Path entry : entries(entriesOf(name))) {
      Path bytes = entry.resolve("raw_data");
      if (Files.exists(bytes) && read(entry, "name").equals(name)) {
        return Optional.of(Files.readAllBytes(bytes));
      }
    }
    return Optional.empty();
  }

  /** A profile's directory is its name with a number. */
  private static String entriesOf(String name) {
    return name + ".*";
  }

  private List<Path> entries(String like) throws IOException {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(root.resolve("policy/profiles"), like)) {
      entries.forEach(found::add);
    }
    return found;
  }

  private static void once(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      int written = channel.write(ByteBuffer.wrap(bytes));
      if (written != bytes.length) {
        throw new IOException("the kernel took " + written + " of " + bytes.length + " bytes");
      }
    }
  }

  private static Optional<KernelProfile> read(Path entry) throws IOException {
    try {
      return Optional.of(new KernelProfile(read(entry, "name"), read(entry, "mode"), hash(entry)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Hash hash(Path entry) throws IOException {
    for (String algorithm : new String[] {"sha256", "sha1"}) {
      if (Files.exists(entry.resolve("raw_" + algorithm))) {
        return new Hash(algorithm, read(entry, "raw_" + algorithm));
      }
    }
    // Without CONFIG_SECURITY_APPARMOR_HASH the bytes themselves may be there.
    Path bytes = entry.resolve("raw_data");
    return Files.exists(bytes)
        ? new Hash("sha256", Hash.sha256(Files.readAllBytes(bytes)))
        : Hash.NONE;
  }

  private static String read(Path entry, String file) throws IOException {
    return Files.readString(entry.resolve(file)).strip();
  }
}
