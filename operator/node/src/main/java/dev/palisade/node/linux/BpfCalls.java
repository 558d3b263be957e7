package dev.palisade.node.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** bpf(2), for which the C library has no function, and what it needs beside. */
final class BpfCalls {
  private static final MethodHandle SYSCALL =
      LibC.handle(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));

  private static final MethodHandle OPEN =
      LibC.handle(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));

  private static final MethodHandle STATFS =
      LibC.handle("statfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  /** {@code struct statfs} has 120 on 64-bit machines; the type comes first. */
  private static final long STATFS_BYTES = 256;

  private BpfCalls() {}

  /**
   * One command.
   *
   * @param name for the error
   * @return a descriptor, or zero
   */
  static int bpf(String name, int command, MemorySegment attribute) throws IOException {
    long number = Abi.bpf(System.getProperty("os.arch"));
    long what = command;
    long size = attribute.byteSize();
    return LibC.call(
        "bpf(" + name + ")",
        state -> (int) (long) SYSCALL.invokeExact(state, number, what, attribute, size));
  }

  /** A descriptor of a directory, to name it by. */
  static int open(Path directory) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(directory.toString());
      int flags = Abi.O_CLOEXEC;
      return LibC.call("open", state -> (int) OPEN.invokeExact(state, path, flags));
    }
  }

  /** The magic number of the file system that a path leads to (statfs(2)). */
  static long fileSystem(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      MemorySegment answer = arena.allocate(STATFS_BYTES, 8);
      LibC.call("statfs", state -> (int) STATFS.invokeExact(state, name, answer));
      return answer.get(JAVA_LONG, 0);
    }
  }
}
