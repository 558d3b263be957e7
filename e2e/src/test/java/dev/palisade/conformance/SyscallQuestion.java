package dev.palisade.conformance;

import dev.palisade.policy.Library;
import java.util.List;
import java.util.Optional;

/**
 * One system call, as a program would make it.
 *
 * @param abi by which it is made
 * @param call its name, or its number on x86_64: hex digits after a 0
 * @param arguments all six, with as many bits as are compared
 */
record SyscallQuestion(Abi abi, String call, List<Long> arguments) {
  /** The ways into an x86_64 kernel, in libseccomp's words. */
  enum Abi {
    X86_64("x86_64", -1L),
    /** Its arguments have 64 bits, of which libseccomp compares 32. */
    X32("x32", 0xffffffffL),
    X86("x86", 0xffffffffL);

    private final String word;
    private final long bits;

    Abi(String word, long bits) {
      this.word = word;
      this.bits = bits;
    }

    String word() {
      return word;
    }
  }

  SyscallQuestion {
    arguments = arguments.stream().map(a -> a & abi.bits).toList();
  }

  /** Of the call; empty: nothing has the number. */
  Optional<String> name() {
    return call.startsWith("0")
        ? Library.SYSCALLS.named("c000003e", Integer.toString(Integer.parseInt(call, 16)))
        : Optional.of(call);
  }
}
