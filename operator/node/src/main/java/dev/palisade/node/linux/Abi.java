package dev.palisade.node.linux;

import java.io.IOException;
import java.util.Set;

/**
 * The kernel's numbers, which the C library's functions take as they are: include/uapi/asm-generic
 * (socket.h, fcntl.h, errno-base.h, errno.h), linux/netlink.h, linux/audit.h. amd64 and arm64 have
 * the generic ones and lay the structures out alike; others have some of their own (SOL_SOCKET is
 * 0xffff on mips and sparc, SO_RCVTIMEO 4102). No system call is made by number.
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

  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;

  /** As {@code os.arch} has them. */
  private static final Set<String> GENERIC = Set.of("amd64", "aarch64");

  private Abi() {}

  /**
   * Fails with the way out on a machine whose numbers are not these.
   *
   * @param machine {@code os.arch}
   */
  static void require(String machine) throws IOException {
    if (!GENERIC.contains(machine)) {
      throw new IOException(
          "audit records cannot be read on "
              + machine
              + ": the kernel's numbers are known for amd64 and arm64 only;"
              + " set denials.enabled=false in the chart's values, policies are enforced all the same");
    }
  }
}
