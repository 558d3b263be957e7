package dev.palisade.node.devices;

/**
 * Whether this node can hold rules about devices.
 *
 * @param reason as in NodeSecurityState
 * @param message the way out, empty where nothing is wrong
 */
public record DevicesSupport(String reason, String message) {
  static final DevicesSupport CAPABLE = new DevicesSupport("Capable", "");

  static final DevicesSupport SWITCHED_OFF =
      new DevicesSupport(
          "SwitchedOff",
          "device programs are switched off; set devices.enabled=true in the chart's values");

  static final DevicesSupport CGROUP_V1 =
      new DevicesSupport(
          "CgroupV1",
          "/sys/fs/cgroup is not the unified hierarchy, which alone has device programs; boot the"
              + " node with systemd.unified_cgroup_hierarchy=1");

  static final DevicesSupport NO_BPF_FILESYSTEM =
      new DevicesSupport(
          "NoBpfFilesystem",
          "no BPF file system is mounted at /sys/fs/bpf; on the node: mount -t bpf bpf"
              + " /sys/fs/bpf");

  static DevicesSupport refused(String message) {
    return new DevicesSupport("Refused", message);
  }

  public boolean capable() {
    return equals(CAPABLE);
  }
}
