package dev.palisade.disk;

import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.cache.WantedFile;
import dev.palisade.node.checkpoint.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program: the helper's cache below a directory, and what became of each write as a line. */
final class CacheOnDisk {
  private static final int SIZE = 40_000;

  private final Path root;

  private CacheOnDisk(Path root) {
    this.root = root;
  }

  /** {@code fill}, {@code store} and {@code free} in any order, after the directory. */
  public static void main(String[] arguments) throws IOException {
    var disk = new CacheOnDisk(Path.of(arguments[0]));
    for (String what : List.of(arguments).subList(1, arguments.length)) {
      switch (what) {
        case "fill" -> disk.fill();
        case "store" -> disk.store();
        case "free" -> Files.delete(disk.root.resolve("ballast"));
        default -> throw new IllegalArgumentException(what);
      }
    }
  }

  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(root.resolve("ballast"))) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException e) {
      System.out.println("filled: " + reason(e));
    }
  }

  private void store() throws IOException {
    var cache = new BlobCache(root.resolve("state"), Checkpoint.NONE);
    var wanted = new WantedFile(root.resolve("state"), Checkpoint.NONE);
    System.out.println("cached before: " + cache.blobs().size());
    attempt("blob", () -> cache.store(blob()));
    attempt("wanted", () -> wanted.write(List.of("a".repeat(64))));
    System.out.println("cached: " + cache.blobs().size());
    System.out.println(
        "after a restart: " + new BlobCache(root.resolve("state"), Checkpoint.NONE).blobs().size());
    try (Stream<Path> files = Files.walk(root)) {
      System.out.println("left over: " + files.filter(f -> f.toString().endsWith(".tmp")).count());
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  private static void attempt(String what, Write write) {
    try {
      write.run();
      System.out.println(what + ": written");
    } catch (IOException e) {
      System.out.println(what + ": " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e.getMessage()
        .substring(e.getMessage().lastIndexOf(": ") < 0 ? 0 : e.getMessage().lastIndexOf(": ") + 2);
  }

  /** As much of a blob as its reader looks at, and many bytes. */
  private static byte[] blob() {
    var out = new ByteArrayOutputStream();
    field(out, 4, "version");
    out.writeBytes(new byte[] {2, 9, 0, 0, 0});
    field(out, 4, "profile");
    out.write(7);
    field(out, 5, "palisade.shop.web.app.aaaaaaaaaaaaaaaaaaaaaaaaaa");
    out.writeBytes(new byte[SIZE]);
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int tag, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(tag);
    out.write(bytes.length + 1);
    out.write(0);
    out.writeBytes(bytes);
    out.write(0);
  }
}
