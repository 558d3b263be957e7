package dev.palisade.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Random accesses, mostly near the places that default profiles treat differently. */
final class DefaultAccesses {
  private static final List<String> PLACES =
      List.of(
          "/proc",
          "/proc/sys",
          "/proc/sys/kernel",
          "/proc/sys/kernel/shm",
          "/proc/sys/kernel/sh",
          "/proc/sysrq-trigger",
          "/proc/kcore",
          "/proc/1",
          "/proc/12/fd",
          "/proc/self",
          "/proc/s",
          "/proc/1a2b",
          "/proc/99999/task/1",
          "/proc/sys/net",
          "/proc/sys/k",
          "/sys",
          "/sys/fs",
          "/sys/fs/cgroup",
          "/sys/fs/cgroup/a",
          "/sys/fs/c",
          "/sys/f",
          "/sys/firmware",
          "/sys/firmware/acpi",
          "/sys/devices/virtual/powercap",
          "/sys/devices/virtual",
          "/sys/kernel/security",
          "/sys/kernel/security/apparmor",
          "/etc",
          "/dev/log",
          "/lib/x.so",
          "/",
          "/home/u/.Private",
          "/run/systemd/journal",
          "/usr/share/zoneinfo",
          "/var/log");

  private static final List<String> RUNTIMES =
      List.of(
          "/usr/bin/runc",
          "/usr/sbin/crun",
          "crun-vm",
          "/usr/bin/crun.1",
          "podman",
          "/usr/bin/podman");

  private static final String NEAR = "abcfghkmprsuyz019/.-_ 5";

  private final Random random;
  private final String ours;
  private final String theirs;

  DefaultAccesses(Random random, String ours, String theirs) {
    this.random = random;
    this.ours = ours;
    this.theirs = theirs;
  }

  /** One access, asked of each of the two profiles. */
  List<Query> pair() {
    byte[] path = path();
    byte[] other = path();
    int number = random.nextInt(40);
    int type = random.nextInt(8);
    String peer = peer();
    int kind = random.nextInt(20);
    return List.of(
        access(kind, ours, path, other, number, type, peer.isEmpty() ? ours : peer),
        access(kind, theirs, path, other, number, type, peer.isEmpty() ? theirs : peer));
  }

  private static Query access(
      int kind, String label, byte[] path, byte[] other, int number, int type, String peer) {
    return switch (kind) {
      case 0 -> Query.link(label, path, other);
      case 1 -> Query.signal(label, number, peer);
      case 2 -> Query.ptrace(label, peer);
      case 3 -> Query.mount(label, mount(path, other, number));
      case 4 -> Query.network(label, number, type);
      default -> Query.file(label, path);
    };
  }

  /** Empty for the profile itself. */
  private String peer() {
    return switch (random.nextInt(8)) {
      case 0 -> "unconfined";
      case 1 -> "runc";
      case 2 -> "crun";
      case 3 -> "";
      case 4 -> "unconfinedx";
      case 5 -> "other.profile";
      case 6 -> RUNTIMES.get(random.nextInt(RUNTIMES.size()));
      default -> "r" + (char) ('a' + random.nextInt(26)) + "nc";
    };
  }

  /** Mount point, device and type as mount.c lays them out, with the flags as one byte each. */
  private static byte[] mount(byte[] point, byte[] device, int flag) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(point);
    out.write(0);
    out.writeBytes(device);
    out.write(0);
    out.writeBytes("ext4".getBytes(StandardCharsets.US_ASCII));
    out.write(0);
    if (flag < 32) {
      out.write(flag + 1);
    }
    return out.toByteArray();
  }

  private byte[] path() {
    var path = new StringBuilder(PLACES.get(random.nextInt(PLACES.size())));
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      char c =
          random.nextInt(10) == 0
              ? (char) (1 + random.nextInt(255))
              : NEAR.charAt(random.nextInt(NEAR.length()));
      int at = random.nextInt(3) == 0 ? 1 + random.nextInt(path.length()) : path.length();
      switch (random.nextInt(4)) {
        case 0 -> path.append('/').append(c);
        case 1 -> path.setLength(Math.max(1, at - 1));
        default -> path.insert(at, c);
      }
    }
    // The kernel's paths have single slashes (d_path).
    return path.toString().replaceAll("//+", "/").getBytes(StandardCharsets.ISO_8859_1);
  }
}
