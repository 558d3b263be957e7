package dev.palisade.node.devices;

import dev.palisade.node.verify.PodDevices;
import java.util.Map;
import java.util.Optional;

/**
 * One look at the device programs of the node.
 *
 * @param pods by uid those that are to have one
 * @param changed something was attached, so that it is worth looking again
 */
public record DevicesSeen(DevicesSupport support, Map<String, PodDevices> pods, boolean changed) {
  public DevicesSeen {
    pods = Map.copyOf(pods);
  }

  public Optional<PodDevices> of(String uid) {
    return Optional.ofNullable(pods.get(uid));
  }
}
