package dev.palisade.node.devices;

import dev.palisade.node.linux.BpfProgram;
import dev.palisade.node.linux.DeviceKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what the node can do. Switched off, it touches nothing. */
final class DevicesProbe {
  private static final String NAME = "palisade_try";

  private final boolean enabled;
  private final Path cgroups;
  private final Path bpf;
  private final DeviceKernel kernel;
  private boolean tried;

  /**
   * @param cgroups the node's {@code /sys/fs/cgroup}
   * @param bpf the node's {@code /sys/fs/bpf}
   */
  DevicesProbe(boolean enabled, Path cgroups, Path bpf, DeviceKernel kernel) {
    this.enabled = enabled;
    this.cgroups = cgroups;
    this.bpf = bpf;
    this.kernel = kernel;
  }

  DevicesSupport look() {
    if (!enabled) {
      return DevicesSupport.SWITCHED_OFF;
    }
    // In each directory of the unified hierarchy and in none of others (cgroups(7)).
    if (!Files.exists(cgroups.resolve("cgroup.controllers"))) {
      return DevicesSupport.CGROUP_V1;
    }
    return kernel.isBpfFileSystem(bpf) ? loaded() : DevicesSupport.NO_BPF_FILESYSTEM;
  }

  /** Once is enough: each load is a record in the node's audit log. */
  private DevicesSupport loaded() {
    try {
      if (!tried) {
        BpfProgram program = kernel.load(DeviceCode.ALLOWS_ALL.instructions(), NAME);
        tried = true;
        kernel.close(program);
      }
      return DevicesSupport.CAPABLE;
    } catch (IOException e) {
      return DevicesSupport.refused(e.getMessage());
    }
  }
}
