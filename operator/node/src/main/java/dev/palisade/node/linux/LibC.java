package dev.palisade.node.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.stream.Stream;

/** Functions of the C library, each with its errno; here those of sockets. */
final class LibC {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = bind("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = bind("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      bind("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME = bind("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle RECV = bindLong("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = bind("close", JAVA_INT);

  private LibC() {}

  /** A failed call. */
  static final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;
    final int errno;

    ErrnoException(String call, int errno) {
      super(call + " failed, errno " + errno);
      this.errno = errno;
    }
  }

  static int socket(int domain, int type, int protocol) throws IOException {
    return call("socket", state -> (int) SOCKET.invokeExact(state, domain, type, protocol));
  }

  static void bind(int fd, MemorySegment address) throws IOException {
    int length = (int) address.byteSize();
    call("bind", state -> (int) BIND.invokeExact(state, fd, address, length));
  }

  static void setSocketOption(int fd, int level, int option, MemorySegment value)
      throws IOException {
    int length = (int) value.byteSize();
    call(
        "setsockopt",
        state -> (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length));
  }

  static void socketName(int fd, MemorySegment address) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
      call("getsockname", state -> (int) GETSOCKNAME.invokeExact(state, fd, address, length));
    }
  }

  static int receive(int fd, MemorySegment buffer) throws IOException {
    long length = buffer.byteSize();
    return call("recv", state -> (int) (long) RECV.invokeExact(state, fd, buffer, length, 0));
  }

  static void close(int fd) throws IOException {
    call("close", state -> (int) CLOSE.invokeExact(state, fd));
  }

  /** One call, which leaves its errno in the state. */
  interface Call {
    int run(MemorySegment state) throws Throwable;
  }

  /** What the call returns, unless that is below zero. */
  static int call(String name, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = call.run(state);
      if (result < 0) {
        throw new ErrnoException(name, (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static MethodHandle bind(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle bindLong(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  // The C library is part of the trusted base; only named functions of it are bound.
  @SuppressWarnings("restricted")
  static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... more) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        shape,
        Stream.concat(Stream.of(Linker.Option.captureCallState("errno")), Stream.of(more))
            .toArray(Linker.Option[]::new));
  }
}
