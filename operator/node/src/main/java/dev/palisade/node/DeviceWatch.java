package dev.palisade.node;

import dev.palisade.node.devices.DeviceUpkeep;
import dev.palisade.node.devices.DevicesSeen;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Looks at the device programs of the pods, in each pass and beside it in a thread of its own: a
 * pass over the whole node may take longer than a pod takes to start.
 */
final class DeviceWatch {
  private static final Logger LOG = System.getLogger(DeviceWatch.class.getName());

  private final Cluster cluster;
  private final DeviceUpkeep upkeep;

  DeviceWatch(Cluster cluster, DeviceUpkeep upkeep) {
    this.cluster = cluster;
    this.upkeep = upkeep;
  }

  /**
   * One look at the pods as they are known by now: an older list would take programs for unneeded.
   */
  synchronized DevicesSeen look() {
    return upkeep.look(cluster.pods(), cluster.revisions(), cluster.synced());
  }

  /** Looks whenever the flag is raised, until interrupted. */
  Thread start(Wakeup wakeup) {
    return Thread.ofPlatform().daemon().name("devices").start(() -> run(wakeup));
  }

  private void run(Wakeup wakeup) {
    try {
      while (true) {
        wakeup.await(Duration.ofHours(1));
        lookAnyhow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The passes look too, and report what is wrong. */
  private void lookAnyhow() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "looking at device programs failed; again in the next pass", e);
    }
  }
}
