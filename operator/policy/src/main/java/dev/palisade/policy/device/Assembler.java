package dev.palisade.policy.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts eBPF instructions together (RFC 9669; {@code struct bpf_insn} and opcodes in
 * include/uapi/linux/bpf.h). A jump names a {@link Label}, which is placed before or after it.
 * Registers are numbers from 0 to 10.
 */
final class Assembler {
  private static final int LOAD_WORD = 0x61; // BPF_LDX | BPF_MEM | BPF_W
  private static final int COPY = 0xbf; // BPF_ALU64 | BPF_MOV | BPF_X
  private static final int SET = 0xb7; // BPF_ALU64 | BPF_MOV | BPF_K
  private static final int AND = 0x57; // BPF_ALU64 | BPF_AND | BPF_K
  private static final int SHIFT_RIGHT = 0x77; // BPF_ALU64 | BPF_RSH | BPF_K
  private static final int JUMP = 0x05; // BPF_JMP | BPF_JA
  private static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int JUMP_IF_NOT_EQUAL = 0x55; // BPF_JMP | BPF_JNE | BPF_K
  private static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

  private final List<Long> code = new ArrayList<>();

  /** The instruction that each label is placed before, by the label's number. */
  private final List<Integer> places = new ArrayList<>();

  /** Where jumps stand, each without its distance. */
  private final Map<Integer, Label> jumps = new LinkedHashMap<>();

  /** A place in the program. */
  record Label(int number) {}

  Label label() {
    places.add(-1);
    return new Label(places.size() - 1);
  }

  /** Before the next instruction. */
  void place(Label label) {
    places.set(label.number(), code.size());
  }

  /** {@code to = *(u32 *)(from + offset)}. */
  void loadWord(int to, int from, int offset) {
    add(LOAD_WORD, to, from, offset, 0);
  }

  void copy(int to, int from) {
    add(COPY, to, from, 0, 0);
  }

  void set(int register, int number) {
    add(SET, register, 0, 0, number);
  }

  void and(int register, int number) {
    add(AND, register, 0, 0, number);
  }

  void shiftRight(int register, int bits) {
    add(SHIFT_RIGHT, register, 0, 0, bits);
  }

  void jump(Label label) {
    jump(JUMP, 0, 0, label);
  }

  void jumpIfEqual(int register, int number, Label label) {
    jump(JUMP_IF_EQUAL, register, number, label);
  }

  void jumpIfNotEqual(int register, int number, Label label) {
    jump(JUMP_IF_NOT_EQUAL, register, number, label);
  }

  void exit() {
    add(EXIT, 0, 0, 0, 0);
  }

  /**
   * The program.
   *
   * @return one {@code struct bpf_insn} each, as a number whose bytes are in little-endian order
   * @throws IllegalArgumentException if a jump is wider than its 16 bits
   */
  long[] assemble() {
    long[] program = code.stream().mapToLong(Long::longValue).toArray();
    jumps.forEach((at, label) -> program[at] |= offset(places.get(label.number()) - at - 1));
    return program;
  }

  private void jump(int opcode, int register, int number, Label label) {
    jumps.put(code.size(), label);
    add(opcode, register, 0, 0, number);
  }

  private void add(int opcode, int to, int from, int offset, int number) {
    code.add(opcode | ((to | (from << 4)) << 8) | offset(offset) | ((long) number << 32));
  }

  private static long offset(int distance) {
    if (distance < Short.MIN_VALUE || distance > Short.MAX_VALUE) {
      throw new IllegalArgumentException("a jump over " + distance + " instructions");
    }
    return (distance & 0xffffL) << 16;
  }
}
