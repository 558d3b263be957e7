package dev.palisade.policy;

import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * A policy that holds together: every name, path, base and capability in it is known.
 *
 * @param devices rules about devices as they were written, in whatever mode
 */
public record Policy(
    String namespace,
    String name,
    Mode mode,
    ContainerRules defaultContainer,
    List<ContainerRules> containers,
    List<DeviceRule> devices) {
  public Policy {
    containers = List.copyOf(containers);
    devices = List.copyOf(devices);
  }

  /** The same policy in a cluster that takes this away from each of its containers. */
  public Policy under(List<ClusterRules> cluster) {
    return new Policy(
        namespace,
        name,
        mode,
        defaultContainer.under(cluster),
        containers.stream().map(c -> c.under(cluster)).toList(),
        devices);
  }

  /** Its own rules about devices that are held: a device program denies, and cannot report. */
  public List<DeviceRule> enforcedDevices() {
    return mode == Mode.ENFORCE ? devices : List.of();
  }

  /** The same, then the cluster's, which are held in both modes. */
  public List<DeviceRule> heldDevices() {
    return Stream.concat(
            enforcedDevices().stream(), cluster().stream().flatMap(ClusterRules::heldDevices))
        .toList();
  }

  /** What {@link #heldDevices} come to. */
  public DeviceTable deviceTable() {
    return DeviceTable.of(heldDevices());
  }

  /** What the cluster takes away from each of its containers. */
  public List<ClusterRules> cluster() {
    return defaultContainer.cluster();
  }

  /** The rules that hold for a container of this name, listed or not. */
  public ContainerRules of(String container) {
    return containers.stream()
        .filter(c -> c.name().equals(container))
        .findFirst()
        .orElse(defaultContainer);
  }

  /**
   * The pod level first, then the listed containers whose rules differ from it, in the policy's
   * order: those that get a profile of their own.
   */
  public List<ContainerRules> governed() {
    return Stream.concat(
            Stream.of(defaultContainer),
            containers.stream().filter(c -> !c.sameRules(defaultContainer)))
        .toList();
  }
}
