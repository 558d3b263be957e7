package dev.palisade.node.apparmor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A directory with the files of securityfs, and a kernel that answers each write to {@code .load}
 * and {@code .remove} as the real one does (measured: facts 3.8, 3.9): EEXIST for a name that is
 * loaded, ENOENT for one that is not.
 */
public final class FakeSecurityFs {
  /** What succeeded, such as {@code load NAME}. */
  public final List<String> writes = new CopyOnWriteArrayList<>();

  /** What was refused, with the kernel's text. */
  public final List<String> refused = new CopyOnWriteArrayList<>();

  /** Called with the name before a profile is removed. */
  public volatile Consumer<String> removing = _ -> {};

  private final Path root;
  private int id;

  public FakeSecurityFs(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("policy/profiles"));
    Files.createFile(root.resolve(".load"));
    Files.createFile(root.resolve(".replace"));
    Files.createFile(root.resolve(".remove"));
  }

  public SecurityFs reader() {
    return new SecurityFs(root, this::take);
  }

  public synchronized void add(String name, String mode, String hashFile, String hash)
      throws IOException {
    Path entry = Files.createDirectory(root.resolve("policy/profiles/" + name + "." + id++));
    Files.writeString(entry.resolve("name"), name + "\n");
    Files.writeString(entry.resolve("mode"), mode + "\n");
    Files.writeString(entry.resolve(hashFile), hash + "\n");
  }

  /** As {@code apparmor_parser -R} by somebody else. */
  public synchronized void drop(String name) throws IOException {
    try (var entries = Files.newDirectoryStream(root.resolve("policy/profiles"), name + ".*")) {
      for (Path entry : entries) {
        for (String file : List.of("name", "mode", "raw_sha256", "raw_sha1", "raw_data")) {
          Files.deleteIfExists(entry.resolve(file));
        }
        Files.delete(entry);
      }
    }
  }

  /** The kernel would; the helper never asks for it. */
  private void replace(byte[] bytes) throws IOException {
    String name = BlobName.of(bytes);
    drop(name);
    add(name, "enforce", "raw_sha256", Hash.sha256(bytes));
    writes.add("replace " + name);
  }

  private synchronized void take(Path file, byte[] bytes) throws IOException {
    if (file.endsWith(".replace")) {
      replace(bytes);
      return;
    }
    boolean load = file.endsWith(".load");
    String name = load ? BlobName.of(bytes) : new String(bytes, StandardCharsets.UTF_8);
    String what = (load ? "load " : "remove ") + name;
    boolean there = new SecurityFs(root).profiles().containsKey(name);
    if (load == there) {
      String text = load ? "File exists" : "No such file or directory";
      refused.add(what + ": " + text);
      throw new IOException(text);
    }
    if (load) {
      add(name, "enforce", "raw_sha256", Hash.sha256(bytes));
    } else {
      removing.accept(name);
      drop(name);
    }
    writes.add(what);
  }
}
