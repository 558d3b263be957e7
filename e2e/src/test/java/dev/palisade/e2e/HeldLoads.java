package dev.palisade.e2e;

/**
 * Holds whoever writes a node's {@code apparmor/.load}: a FIFO that nobody reads lies over it, so
 * that opening it for writing waits (fifo(7)). It covers processes whose mounts are made while it
 * is there.
 */
final class HeldLoads implements AutoCloseable {
  private static final String LOAD = "/sys/kernel/security/apparmor/.load";
  private static final String FIFO = "/run/palisade-held-loads";

  private final Scene scene;
  private final String node;

  private HeldLoads(Scene scene, String node) {
    this.scene = scene;
    this.node = node;
  }

  static HeldLoads on(Scene scene, String node) {
    scene
        .bed()
        .run("node-shell", node, "mkfifo %1$s && mount --bind %1$s %2$s".formatted(FIFO, LOAD));
    return new HeldLoads(scene, node);
  }

  /** Whether a thread is waiting in the open of a FIFO (kernel function {@code fifo_open}). */
  boolean isWaitedFor() {
    return !scene
        .bed()
        .run(
            "node-shell",
            node,
            "grep -lE 'fifo_open|wait_for_partner' /proc/[0-9]*/task/*/wchan || true")
        .isBlank();
  }

  @Override
  public void close() {
    scene.bed().run("node-shell", node, "umount %s && rm %s".formatted(LOAD, FIFO));
  }
}
