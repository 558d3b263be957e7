package dev.palisade.node.cache;

import dev.palisade.node.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Files that are whole or not there, also after a power cut: temporary file, fsync, rename, fsync.
 */
public final class DurableFile {
  public static final String TEMPORARY = ".tmp";

  private final Checkpoint checkpoint;

  public DurableFile(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /** When it fails, what was there before is still there, and the room that was taken is free. */
  public void write(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    try {
      checkpoint.reached("file.open");
      fill(temporary, bytes);
      checkpoint.reached("file.whole");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(temporary, e);
      throw e;
    }
    checkpoint.reached("file.renamed");
    syncDirectory(file.getParent());
    checkpoint.reached("file.durable");
  }

  /**
   * The bytes of a plain file. Links and devices are refused, and what is too large to be ours, so
   * that nothing that lies around on the host can hold the helper up.
   */
  public static byte[] read(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("not a file of ours");
    }
    if (attributes.size() > BlobCache.LARGEST) {
      throw new IOException("too large to be ours");
    }
    return Files.readAllBytes(file);
  }

  private void fill(Path temporary, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      checkpoint.reached("file.written");
      channel.force(true);
    }
  }

  private static void discard(Path temporary, IOException cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
