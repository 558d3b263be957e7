package dev.palisade.conformance;

import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceType;
import java.util.Set;

/**
 * What a process asks of a device, in one system call.
 *
 * @param access Mknod alone, or Read and Write, or one of these
 * @param opens it opens the device, and does not only ask whether it may
 */
record DeviceQuestion(
    DeviceType type, int major, int minor, Set<DeviceAccess> access, boolean opens) {
  /** As {@code e2e/bed/devices.c} reads it. */
  String line() {
    return "ask %s %c %d %d".formatted(how(), type == DeviceType.BLOCK ? 'b' : 'c', major, minor);
  }

  private String how() {
    if (access.contains(DeviceAccess.MKNOD)) {
      return "make";
    }
    return (opens ? "open-" : "may-")
        + (access.contains(DeviceAccess.READ) ? "r" : "")
        + (access.contains(DeviceAccess.WRITE) ? "w" : "");
  }
}
