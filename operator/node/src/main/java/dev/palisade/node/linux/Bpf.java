package dev.palisade.node.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.palisade.node.linux.LibC.ErrnoException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Device programs by bpf(2). Needs CAP_BPF to load and CAP_NET_ADMIN for all else (kernel/bpf/
 * syscall.c). Offsets are those of {@code union bpf_attr} and {@code struct bpf_prog_info} in
 * include/uapi/linux/bpf.h, the same on every machine; the kernel takes a longer attribute than it
 * knows if the rest is zero.
 */
public final class Bpf implements DeviceKernel {
  private static final ValueLayout.OfLong INSTRUCTION =
      JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final long ATTRIBUTE_BYTES = 128;
  private static final long INFO_BYTES = 256;

  /** Kernels before 6.4 fail where the log is longer than the room for it. */
  private static final int LOG_BYTES = 1 << 20;

  /** What the verifier ends with, whatever it thinks of the program. */
  private static final String STATISTICS = "processed ";

  /** A pending signal makes the verifier give up (EAGAIN). */
  private static final int TRIES = 5;

  /** BPF_CGROUP_MAX_PROGS in include/linux/bpf-cgroup.h. */
  private static final int MOST = 64;

  @Override
  public boolean isBpfFileSystem(Path directory) {
    try {
      return BpfCalls.fileSystem(directory) == Abi.BPF_FS_MAGIC;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public BpfProgram load(long[] program, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attribute = attribute(arena);
      attribute.set(JAVA_INT, 0, Abi.BPF_PROG_TYPE_CGROUP_DEVICE);
      attribute.set(JAVA_INT, 4, program.length);
      attribute.set(JAVA_LONG, 8, arena.allocateFrom(INSTRUCTION, program).address());
      attribute.set(JAVA_LONG, 16, arena.allocateFrom("Apache-2.0").address());
      attribute.setString(48, name);
      attribute.set(JAVA_INT, 68, Abi.BPF_CGROUP_DEVICE);
      return described(load(arena, attribute));
    }
  }

  private static int load(Arena arena, MemorySegment attribute) throws IOException {
    for (int left = TRIES; ; left--) {
      try {
        return BpfCalls.bpf("PROG_LOAD", Abi.BPF_PROG_LOAD, attribute);
      } catch (ErrnoException e) {
        if (e.errno == Abi.EPERM) {
          throw new IOException(
              "the kernel refuses device programs (%s): give the helper CAP_BPF and CAP_NET_ADMIN, and a seccomp profile that lets bpf(2) pass with them"
                  .formatted(e.getMessage()),
              e);
        }
        if (e.errno != Abi.EAGAIN || left == 0) {
          return loadWithLog(arena, attribute, e);
        }
      }
    }
  }

  /** A log is not asked for at first: its room may be too small for a program that is right. */
  private static int loadWithLog(Arena arena, MemorySegment attribute, ErrnoException first)
      throws IOException {
    MemorySegment log = arena.allocate(LOG_BYTES);
    attribute.set(JAVA_INT, 24, 1);
    attribute.set(JAVA_INT, 28, LOG_BYTES);
    attribute.set(JAVA_LONG, 32, log.address());
    try {
      return BpfCalls.bpf("PROG_LOAD", Abi.BPF_PROG_LOAD, attribute);
    } catch (ErrnoException e) {
      String said = lastWords(log.getString(0, StandardCharsets.UTF_8));
      throw new IOException(
          "the kernel refuses the device program (%s)%s"
              .formatted(first.getMessage(), said.isEmpty() ? "" : ": " + said),
          e);
    }
  }

  private static String lastWords(String log) {
    List<String> lines =
        log.lines().filter(l -> !l.isBlank() && !l.startsWith(STATISTICS)).toList();
    return lines.isEmpty() ? "" : lines.getLast().strip();
  }

  @Override
  public void pin(BpfProgram program, Path pin) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attribute = attribute(arena);
      attribute.set(JAVA_LONG, 0, arena.allocateFrom(pin.toString()).address());
      attribute.set(JAVA_INT, 8, program.fd());
      BpfCalls.bpf("OBJ_PIN", Abi.BPF_OBJ_PIN, attribute);
    }
  }

  @Override
  public Optional<BpfProgram> get(Path pin) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attribute = attribute(arena);
      attribute.set(JAVA_LONG, 0, arena.allocateFrom(pin.toString()).address());
      return Optional.of(described(BpfCalls.bpf("OBJ_GET", Abi.BPF_OBJ_GET, attribute)));
    } catch (ErrnoException e) {
      if (e.errno == Abi.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void attach(Path cgroup, BpfProgram program) throws IOException {
    int directory = BpfCalls.open(cgroup);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attribute = attribute(arena);
      attribute.set(JAVA_INT, 0, directory);
      attribute.set(JAVA_INT, 4, program.fd());
      attribute.set(JAVA_INT, 8, Abi.BPF_CGROUP_DEVICE);
      attribute.set(JAVA_INT, 12, Abi.BPF_F_ALLOW_MULTI);
      BpfCalls.bpf("PROG_ATTACH", Abi.BPF_PROG_ATTACH, attribute);
    } catch (ErrnoException e) {
      throw e.errno == Abi.EPERM
          ? new IOException(
              "the kernel refuses to attach a device program (%s): somebody else's at this cgroup or above it suffers no other (see bpftool cgroup tree), or the helper has no CAP_NET_ADMIN"
                  .formatted(e.getMessage()),
              e)
          : e;
    } finally {
      LibC.close(directory);
    }
  }

  @Override
  public Set<Integer> query(Path cgroup) throws IOException {
    int directory = BpfCalls.open(cgroup);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ids = arena.allocate(JAVA_INT, MOST);
      MemorySegment attribute = attribute(arena);
      attribute.set(JAVA_INT, 0, directory);
      attribute.set(JAVA_INT, 4, Abi.BPF_CGROUP_DEVICE);
      attribute.set(JAVA_LONG, 16, ids.address());
      attribute.set(JAVA_INT, 24, MOST);
      BpfCalls.bpf("PROG_QUERY", Abi.BPF_PROG_QUERY, attribute);
      Set<Integer> found = new HashSet<>();
      for (int i = 0; i < attribute.get(JAVA_INT, 24); i++) {
        found.add(ids.getAtIndex(JAVA_INT, i));
      }
      return found;
    } finally {
      LibC.close(directory);
    }
  }

  @Override
  public void close(BpfProgram program) throws IOException {
    LibC.close(program.fd());
  }

  /** Closes what it cannot describe. */
  private static BpfProgram described(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(INFO_BYTES, 8);
      MemorySegment attribute = attribute(arena);
      attribute.set(JAVA_INT, 0, fd);
      attribute.set(JAVA_INT, 4, (int) INFO_BYTES);
      attribute.set(JAVA_LONG, 8, info.address());
      BpfCalls.bpf("OBJ_GET_INFO_BY_FD", Abi.BPF_OBJ_GET_INFO_BY_FD, attribute);
      String tag = HexFormat.of().formatHex(info.asSlice(8, 8).toArray(JAVA_BYTE));
      return new BpfProgram(fd, info.get(JAVA_INT, 4), tag, info.getString(64));
    } catch (IOException e) {
      LibC.close(fd);
      throw e;
    }
  }

  private static MemorySegment attribute(Arena arena) {
    return arena.allocate(ATTRIBUTE_BYTES, 8);
  }
}
