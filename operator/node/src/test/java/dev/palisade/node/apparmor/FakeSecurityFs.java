package dev.palisade.node.apparmor;

import dev.palisade.node.effect.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A directory with the files of securityfs. As a checkpoint it plays the kernel: it takes what was
 * written to {@code .load} and {@code .remove} at the moment right after the write.
 */
public final class FakeSecurityFs implements Checkpoint {
  public final List<String> writes = new CopyOnWriteArrayList<>();
  private final Path root;
  private int id;

  public FakeSecurityFs(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("policy/profiles"));
    Files.createFile(root.resolve(".load"));
    Files.createFile(root.resolve(".remove"));
  }

  public SecurityFs reader() {
    return new SecurityFs(root);
  }

  public void add(String name, String mode, String hashFile, String hash) throws IOException {
    Path entry = Files.createDirectory(root.resolve("policy/profiles/" + name + "." + id++));
    Files.writeString(entry.resolve("name"), name + "\n");
    Files.writeString(entry.resolve("mode"), mode + "\n");
    Files.writeString(entry.resolve(hashFile), hash + "\n");
  }

  public void drop(String name) throws IOException {
    try (var entries = Files.newDirectoryStream(root.resolve("policy/profiles"), name + ".*")) {
      for (Path entry : entries) {
        for (String file : List.of("name", "mode", "raw_sha256", "raw_sha1")) {
          Files.deleteIfExists(entry.resolve(file));
        }
        Files.delete(entry);
      }
    }
  }

  @Override
  public void reached(String point) {
    try {
      switch (point) {
        case "load.after" -> {
          byte[] blob = take(".load");
          writes.add("load " + BlobName.of(blob));
          add(BlobName.of(blob), "enforce", "raw_sha256", Hash.sha256(blob));
        }
        case "unload.after" -> {
          String name = new String(take(".remove"), StandardCharsets.UTF_8);
          writes.add("remove " + name);
          drop(name);
        }
        default -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] take(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(root.resolve(file));
    Files.write(root.resolve(file), new byte[0]);
    return bytes;
  }
}
