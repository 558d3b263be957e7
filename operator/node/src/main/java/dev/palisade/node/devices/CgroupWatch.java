package dev.palisade.node.devices;

import static dev.palisade.node.log.Key.key;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Tells when the kubelet makes a pod's cgroup, which it does before it asks the runtime for the
 * pod's sandbox: mkdir(2) is seen by inotify(7) on cgroupfs as everywhere. Where the kernel gives
 * no watch (fs.inotify.max_user_instances), cgroups are found by looking now and then.
 */
public final class CgroupWatch {
  private static final Logger LOG = System.getLogger(CgroupWatch.class.getName());
  private static final long AGAIN_SECONDS = 15;

  private CgroupWatch() {}

  /**
   * Runs until interrupted, or until the process ends.
   *
   * @param root the node's {@code /sys/fs/cgroup}
   */
  public static Thread start(Path root, InstantSource clock, Runnable changed) {
    var cgroups = new PodCgroups(root, clock);
    return Thread.ofPlatform().daemon().name("cgroups").start(() -> run(root, cgroups, changed));
  }

  private static void run(Path root, PodCgroups cgroups, Runnable changed) {
    try {
      while (true) {
        try {
          follow(root, cgroups, changed);
        } catch (IOException e) {
          LOG.log(
              Level.DEBUG,
              "no word of new cgroups; they are seen by looking now and then",
              key("file", root),
              key("error", e.getMessage()));
          TimeUnit.SECONDS.sleep(AGAIN_SECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void follow(Path root, PodCgroups cgroups, Runnable changed)
      throws IOException, InterruptedException {
    try (WatchService watch = root.getFileSystem().newWatchService()) {
      while (true) {
        // One that is watched already stays so; those of new kubelet directories come with it.
        for (Path parent : cgroups.parents()) {
          parent.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        }
        WatchKey key = watch.poll(AGAIN_SECONDS, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
          changed.run();
        }
      }
    }
  }
}
