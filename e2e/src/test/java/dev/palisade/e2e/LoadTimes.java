package dev.palisade.e2e;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.effect.Attempts;
import dev.palisade.node.effect.StepRunner;
import dev.palisade.node.plan.Step;
import dev.palisade.node.plan.Wanted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs on a node, by the runtime of the helper's image: how long the helper's own code takes for a
 * blob that it has on disk, from reading it to having seen that the kernel lists it, and how long a
 * bare write of the same bytes. Prints both for each pair, in ns. A class without others beside it:
 * it comes in a ConfigMap.
 */
final class LoadTimes {
  private static final Path KERNEL = Path.of("/sys/kernel/security/apparmor");

  private LoadTimes() {}

  /**
   * Loads and removes profiles of one blob under other names.
   *
   * @param args how many pairs, the file of a blob, and the profile's name in it
   */
  public static void main(String[] args) throws IOException {
    // A line of log is no part of a load.
    Logger.getLogger("").setLevel(Level.OFF);
    byte[] blob = Files.readAllBytes(Path.of(args[1]));
    var kernel = new SecurityFs(KERNEL);
    Path disk = Files.createTempDirectory("load");
    var cache = new BlobCache(disk, Checkpoint.NONE);
    // Without what takes no part in a load from disk.
    var helper =
        new StepRunner(
            kernel,
            cache,
            null,
            null,
            null,
            null,
            new Attempts(Math::random),
            InstantSource.system(),
            Checkpoint.NONE);
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      String one = name(args[2], 2 * i);
      String other = name(args[2], 2 * i + 1);
      byte[] loaded = named(blob, args[2], one);
      byte[] written = named(blob, args[2], other);
      cache.store(loaded);
      Wanted wanted =
          new Wanted(one, "", Hash.sha256(loaded), Hash.sha1(loaded), Optional.empty(), "bench");
      try {
        long load;
        long write;
        // Who comes second finds the disk and the kernel at rest.
        if (i % 2 == 0) {
          load = load(helper, wanted);
          write = write(written);
        } else {
          write = write(written);
          load = load(helper, wanted);
        }
        System.out.println("pair " + load + " " + write);
      } finally {
        kernel.remove(one);
        kernel.remove(other);
      }
    }
  }

  private static long load(StepRunner helper, Wanted wanted) {
    long start = System.nanoTime();
    if (!helper.run(new Step.Load(wanted), List.of())) {
      throw new IllegalStateException("not loaded: " + wanted.profile());
    }
    return System.nanoTime() - start;
  }

  private static long write(byte[] blob) throws IOException {
    long start = System.nanoTime();
    try (FileChannel file = FileChannel.open(KERNEL.resolve(".load"), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(blob));
    }
    return System.nanoTime() - start;
  }

  /** Of the same length. */
  private static String name(String first, int number) {
    String digits = "%06d".formatted(number);
    return first.substring(0, first.length() - digits.length()) + digits;
  }

  /** The blob of a profile that is called otherwise: the name is in it as it is. */
  private static byte[] named(byte[] blob, String before, String after) {
    return new String(blob, StandardCharsets.ISO_8859_1)
        .replace(before, after)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
