package dev.palisade.api.v1alpha1;

/** What is done with a device, as the kernel's device cgroup asks (include/uapi/linux/bpf.h). */
public enum DeviceAccess {
  Read,
  Write,
  Mknod
}
