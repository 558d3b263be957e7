package dev.palisade.policy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Linux capabilities in the order of their numbers, as kernel 6.1 has them (capability.h). */
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  /** What containerd gives a container that asks for nothing (pkg/oci, {@code defaultUnixCaps}). */
  public static final Set<Capability> RUNTIME_DEFAULT =
      Set.copyOf(
          EnumSet.of(
              CHOWN,
              DAC_OVERRIDE,
              FSETID,
              FOWNER,
              MKNOD,
              NET_RAW,
              SETGID,
              SETUID,
              SETFCAP,
              SETPCAP,
              NET_BIND_SERVICE,
              SYS_CHROOT,
              KILL,
              AUDIT_WRITE));

  /**
   * Whether a set has it.
   *
   * @param set one bit per capability, as {@code /proc/PID/status} has them
   */
  public boolean isIn(long set) {
    return ((set >>> Arrays.asList(values()).indexOf(this)) & 1) == 1;
  }

  /** Upper case without the {@code CAP_} that some tools write, and runtimes would double. */
  public static String normalised(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring(4) : upper;
  }

  /** {@code NET_RAW}, {@code net_raw} or {@code CAP_NET_RAW}. */
  public static Optional<Capability> named(String text) {
    String name = normalised(text);
    return Arrays.stream(values()).filter(c -> c.name().equals(name)).findFirst();
  }
}
