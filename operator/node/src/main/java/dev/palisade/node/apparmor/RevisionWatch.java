package dev.palisade.node.apparmor;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/**
 * Tells of each change of the kernel's policy, whoever made it: a second read of {@code revision}
 * blocks until the counter has moved (ns_revision_read in apparmorfs.c). A thread in that read
 * cannot be interrupted, so it is a daemon.
 */
public final class RevisionWatch {
  private static final Logger LOG = System.getLogger(RevisionWatch.class.getName());

  private RevisionWatch() {}

  public static void start(Path revisionFile, Runnable changed) {
    Thread.ofPlatform()
        .daemon()
        .name("apparmor-revision")
        .start(() -> follow(revisionFile, changed));
  }

  private static void follow(Path file, Runnable changed) {
    byte[] counter = new byte[64];
    try (InputStream in = new FileInputStream(file.toFile())) {
      while (in.read(counter) > 0) {
        changed.run();
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "{0}: {1}; changes are seen by looking now and then",
          file,
          e.getMessage());
    }
  }
}
