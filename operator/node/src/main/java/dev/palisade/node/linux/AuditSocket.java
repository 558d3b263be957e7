package dev.palisade.node.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The kernel's audit multicast, group AUDIT_NLGRP_READLOG (audit(7), include/uapi/linux/audit.h).
 * Needs CAP_AUDIT_READ and the first network namespace: in another one it binds and stays silent.
 * Any number of readers may listen, beside auditd too.
 */
public final class AuditSocket implements AutoCloseable {
  /** The record type of AppArmor (AUDIT_AVC). */
  public static final int APPARMOR = 1400;

  /** The record type of a seccomp filter's actions (AUDIT_SECCOMP). */
  public static final int SECCOMP = 1326;

  private static final int BUFFER_BYTES = 8 << 20;
  private static final int HEADER = 16;
  private static final int LONGEST = 16384;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(LONGEST, 8);
  private final int fd;
  private final int port;

  private AuditSocket(int fd, int port) {
    this.fd = fd;
    this.port = port;
  }

  /**
   * One message.
   *
   * @param type such as {@link #APPARMOR}
   */
  public record Message(int type, String text) {}

  /**
   * Opens and joins. Fails with the way out where the capability is missing, or the machine
   * another.
   */
  public static AuditSocket open(int timeoutSeconds) throws IOException {
    Abi.requireSockets(System.getProperty("os.arch"));
    int fd = LibC.socket(Abi.AF_NETLINK, Abi.SOCK_RAW | Abi.SOCK_CLOEXEC, Abi.NETLINK_AUDIT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(12, 4);
      address.set(JAVA_SHORT, 0, (short) Abi.AF_NETLINK);
      address.set(JAVA_INT, 8, Abi.AUDIT_NLGRP_READLOG);
      LibC.bind(fd, address);
      grow(arena, fd);
      MemorySegment timeout = arena.allocate(16, 8);
      timeout.set(JAVA_LONG, 0, timeoutSeconds);
      LibC.setSocketOption(fd, Abi.SOL_SOCKET, Abi.SO_RCVTIMEO, timeout);
      LibC.socketName(fd, address);
      return new AuditSocket(fd, address.get(JAVA_INT, 4));
    } catch (IOException e) {
      LibC.close(fd);
      throw e instanceof LibC.ErrnoException errno && errno.errno == Abi.EPERM
          ? new IOException("audit multicast refused: give the helper CAP_AUDIT_READ", e)
          : e;
    }
  }

  /** Beyond net.core.rmem_max only with CAP_NET_ADMIN; without it, up to that. */
  private static void grow(Arena arena, int fd) throws IOException {
    MemorySegment size = arena.allocateFrom(JAVA_INT, BUFFER_BYTES);
    try {
      LibC.setSocketOption(fd, Abi.SOL_SOCKET, Abi.SO_RCVBUFFORCE, size);
    } catch (LibC.ErrnoException e) {
      LibC.setSocketOption(fd, Abi.SOL_SOCKET, Abi.SO_RCVBUF, size);
    }
  }

  /** Waits for a message; empty after the timeout, or where some were dropped. */
  public Optional<Message> receive() throws IOException {
    int length;
    try {
      length = LibC.receive(fd, buffer);
    } catch (LibC.ErrnoException e) {
      if (e.errno == Abi.EAGAIN || e.errno == Abi.EINTR || e.errno == Abi.ENOBUFS) {
        return Optional.empty();
      }
      throw e;
    }
    if (length < HEADER) {
      return Optional.empty();
    }
    int type = Short.toUnsignedInt(buffer.get(JAVA_SHORT, 4));
    byte[] text = buffer.asSlice(HEADER, length - HEADER).toArray(ValueLayout.JAVA_BYTE);
    return Optional.of(new Message(type, new String(text, StandardCharsets.UTF_8)));
  }

  /**
   * Messages that did not fit into this socket's buffer since it was opened: column Drops of
   * net/netlink, which counts each one (ENOBUFS tells only that there were some).
   *
   * @param proc {@code /proc}
   */
  public long dropped(Path proc) throws IOException {
    for (String line : Files.readAllLines(proc.resolve("net/netlink"))) {
      String[] column = line.strip().split("\\s+", -1);
      if (column.length >= 9
          && column[1].equals(Integer.toString(Abi.NETLINK_AUDIT))
          && column[2].equals(Integer.toUnsignedString(port))) {
        return Long.parseLong(column[8]);
      }
    }
    throw new IOException("net/netlink does not list the audit socket");
  }

  @Override
  public void close() throws IOException {
    LibC.close(fd);
    arena.close();
  }
}
