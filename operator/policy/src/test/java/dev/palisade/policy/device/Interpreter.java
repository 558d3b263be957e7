package dev.palisade.policy.device;

import java.util.Set;

/**
 * Runs as much of eBPF as device programs are made of (RFC 9669), and asks of them what the
 * kernel's verifier does: registers are written before they are read, jumps lead forward, the
 * result is 0 or 1.
 */
final class Interpreter {
  private final long[] program;
  private final long[] registers = new long[11];
  private int written;

  private Interpreter(long[] program) {
    this.program = program;
  }

  /** Whether a request of these numbers ({@code struct bpf_cgroup_dev_ctx}) is allowed. */
  static boolean allows(
      long[] program, DeviceType type, int major, int minor, Set<DeviceAccess> access) {
    int bits = 0;
    for (DeviceAccess a : access) {
      bits |=
          switch (a) {
            case MKNOD -> 1;
            case READ -> 2;
            case WRITE -> 4;
          };
    }
    int kind =
        switch (type) {
          case BLOCK -> 1;
          case CHARACTER -> 2;
        };
    long result = new Interpreter(program).run(new int[] {(bits << 16) | kind, major, minor});
    if (result != 0 && result != 1) {
      throw new AssertionError("result " + result);
    }
    return result == 1;
  }

  private long run(int[] context) {
    written = 1 << 1;
    int at = 0;
    while (true) {
      long instruction = program[at++];
      int to = (int) (instruction >>> 8) & 0xf;
      int from = (int) (instruction >>> 12) & 0xf;
      int offset = (short) (instruction >>> 16);
      int number = (int) (instruction >>> 32);
      int opcode = (int) instruction & 0xff;
      switch (opcode) {
        case 0x61 -> {
          if (from != 1) {
            throw new AssertionError("a word is loaded from register " + from);
          }
          write(to, Integer.toUnsignedLong(context[offset / 4]));
        }
        case 0xbf -> write(to, read(from));
        case 0xb7 -> write(to, number);
        case 0x57 -> write(to, read(to) & number);
        case 0x77 -> write(to, read(to) >>> number);
        case 0x05 -> at += forward(offset);
        case 0x15 -> at += read(to) == number ? forward(offset) : 0;
        case 0x55 -> at += read(to) != number ? forward(offset) : 0;
        case 0x95 -> {
          return read(0);
        }
        default -> throw new AssertionError("opcode " + Integer.toHexString(opcode));
      }
    }
  }

  private long read(int register) {
    if ((written & (1 << register)) == 0) {
      throw new AssertionError("register " + register + " is read before it is written");
    }
    return registers[register];
  }

  private void write(int register, long value) {
    written |= 1 << register;
    registers[register] = value;
  }

  private static int forward(int offset) {
    if (offset < 0) {
      throw new AssertionError("a jump back");
    }
    return offset;
  }
}
