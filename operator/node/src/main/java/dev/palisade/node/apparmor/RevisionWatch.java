package dev.palisade.node.apparmor;

import static dev.palisade.node.log.Key.key;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells of each change of the kernel's policy, whoever made it: a second read of {@code revision}
 * blocks until the counter has moved (ns_revision_read in apparmorfs.c). A thread in that read
 * cannot be interrupted, so it is a daemon. Where the file is not there, or goes, it is looked for
 * again now and then.
 */
public final class RevisionWatch {
  private static final Logger LOG = System.getLogger(RevisionWatch.class.getName());
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private RevisionWatch() {}

  /** Runs until interrupted, or until the process ends. */
  public static Thread start(Path revisionFile, Runnable changed) {
    return Thread.ofPlatform()
        .daemon()
        .name("apparmor-revision")
        .start(() -> run(revisionFile, changed));
  }

  private static void run(Path file, Runnable changed) {
    try {
      while (true) {
        follow(file, changed);
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void follow(Path file, Runnable changed) {
    byte[] counter = new byte[64];
    try (InputStream in = new FileInputStream(file.toFile())) {
      while (in.read(counter) > 0) {
        changed.run();
      }
    } catch (IOException e) {
      LOG.log(
          Level.DEBUG,
          "the kernel does not tell of changes; they are seen by looking now and then",
          key("file", file),
          key("error", e.getMessage()));
    }
  }
}
