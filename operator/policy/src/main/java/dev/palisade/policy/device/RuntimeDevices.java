package dev.palisade.policy.device;

import static dev.palisade.policy.device.DeviceType.CHARACTER;

import java.util.List;
import java.util.Optional;

/**
 * Devices of every container: no rule takes them away. runc makes them in the container's cgroup
 * (AllowedDevices of libcontainer/specconv/spec_linux.go), crun too (default_devices of cgroup.c).
 * Both allow more, {@code /dev/net/tun} and making a file of any device, which rules can take.
 */
public final class RuntimeDevices {
  /** By their paths in a container. */
  public static final List<Device> MINIMUM =
      List.of(
          new Device("/dev/null", DeviceNumbers.one(CHARACTER, 1, 3)),
          new Device("/dev/zero", DeviceNumbers.one(CHARACTER, 1, 5)),
          new Device("/dev/full", DeviceNumbers.one(CHARACTER, 1, 7)),
          new Device("/dev/random", DeviceNumbers.one(CHARACTER, 1, 8)),
          new Device("/dev/urandom", DeviceNumbers.one(CHARACTER, 1, 9)),
          new Device("/dev/tty", DeviceNumbers.one(CHARACTER, 5, 0)),
          new Device("/dev/ptmx", DeviceNumbers.one(CHARACTER, 5, 2)),
          new Device("/dev/pts", DeviceNumbers.all(CHARACTER, 136)));

  private RuntimeDevices() {}

  /** A device, or with {@code /dev/pts} all of a directory. */
  public record Device(String path, DeviceNumbers numbers) {}

  /** The one that all of these devices are of; empty if they are not of the minimum. */
  public static Optional<Device> of(DeviceNumbers devices) {
    return MINIMUM.stream().filter(d -> d.numbers().contains(devices)).findFirst();
  }
}
