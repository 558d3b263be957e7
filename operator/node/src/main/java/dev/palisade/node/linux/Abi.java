package dev.palisade.node.linux;

import java.io.IOException;

/**
 * The kernel's numbers, which the C library's functions take as they are: include/uapi/asm-generic
 * (socket.h, fcntl.h, errno-base.h, errno.h), linux/netlink.h, linux/audit.h, linux/bpf.h,
 * linux/magic.h. amd64 and arm64 have the generic ones and lay the structures out alike; others
 * have some of their own (SOL_SOCKET is 0xffff on mips and sparc, SO_RCVTIMEO 4102). Only bpf(2) is
 * called by its number, which differs.
 */
final class Abi {
  static final int AF_NETLINK = 16;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000; // O_CLOEXEC
  static final int NETLINK_AUDIT = 9;
  static final int AUDIT_NLGRP_READLOG = 1;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_RCVTIMEO = 20;
  static final int SO_RCVBUFFORCE = 33;

  static final int O_CLOEXEC = 0x80000;
  static final int BPF_PROG_LOAD = 5;
  static final int BPF_OBJ_PIN = 6;
  static final int BPF_OBJ_GET = 7;
  static final int BPF_PROG_ATTACH = 8;
  static final int BPF_OBJ_GET_INFO_BY_FD = 15;
  static final int BPF_PROG_QUERY = 16;
  static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  static final int BPF_CGROUP_DEVICE = 6;
  static final int BPF_F_ALLOW_MULTI = 2;
  static final long BPF_FS_MAGIC = 0xcafe4a11L;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;

  private Abi() {}

  /**
   * Fails with the way out on a machine whose numbers of sockets are not these.
   *
   * @param machine {@code os.arch}
   */
  static void requireSockets(String machine) throws IOException {
    switch (machine) {
      case "amd64", "aarch64" -> {}
      default ->
          throw unknown(
              "audit records cannot be read", machine, "denials", "policies are enforced");
    }
  }

  /**
   * The number of bpf(2).
   *
   * @param machine {@code os.arch}
   * @throws IOException with the way out on a machine whose number is not known
   */
  static int bpf(String machine) throws IOException {
    return switch (machine) {
      case "amd64" -> 321; // arch/x86/entry/syscalls/syscall_64.tbl
      case "aarch64" -> 280; // asm-generic/unistd.h
      default ->
          throw unknown(
              "device programs cannot be loaded",
              machine,
              "devices",
              "policies without rules about devices are enforced");
    };
  }

  private static IOException unknown(String what, String machine, String value, String still) {
    return new IOException(
        "%s on %s: the kernel's numbers are known for amd64 and arm64 only; set %s.enabled=false in the chart's values, %s all the same"
            .formatted(what, machine, value, still));
  }
}
