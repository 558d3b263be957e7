package dev.palisade.policy.device;

import dev.palisade.policy.device.Assembler.Label;
import java.util.Map;
import java.util.TreeMap;

/**
 * The eBPF program of a {@link DeviceTable}, of type {@code BPF_PROG_TYPE_CGROUP_DEVICE}: its
 * result is 1 where a request is allowed, else 0. It compares type, major and minor number with
 * those of the cells, one after the other, and each comparison that holds jumps to the code of the
 * cell's mask at the end. So the program, and what the verifier looks at, grow with the number of
 * cells; a thousand rules stay far below the 32,767 instructions that a jump can span. Equal tables
 * have equal programs.
 */
public final class DeviceProgram {
  /** {@code struct bpf_cgroup_dev_ctx}: {@code access_type}, {@code major} and {@code minor}. */
  private static final int ACCESS_TYPE_AT = 0;

  private static final int MAJOR_AT = 4;
  private static final int MINOR_AT = 8;

  /** The lower half of {@code access_type} is the type, the upper half the access. */
  private static final int TYPE_BITS = 16;

  private static final int RESULT = 0;
  private static final int CONTEXT = 1;
  private static final int TYPE = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;

  private final Assembler code = new Assembler();

  /** Where a request ends of which these bits are denied. */
  private final Map<Integer, Label> ends = new TreeMap<>();

  private DeviceProgram() {}

  /**
   * Makes it.
   *
   * @return one {@code struct bpf_insn} each, as a number whose bytes are in little-endian order
   * @throws IllegalArgumentException if the table is of so many rules that a jump cannot span them
   */
  public static long[] of(DeviceTable table) {
    return new DeviceProgram().assemble(table);
  }

  private long[] assemble(DeviceTable table) {
    code.loadWord(ACCESS, CONTEXT, ACCESS_TYPE_AT);
    code.copy(TYPE, ACCESS);
    code.and(TYPE, (1 << TYPE_BITS) - 1);
    code.shiftRight(ACCESS, TYPE_BITS);
    code.loadWord(MAJOR, CONTEXT, MAJOR_AT);
    code.loadWord(MINOR, CONTEXT, MINOR_AT);
    // The kernel knows two types, and asks about no other.
    Label characters = code.label();
    code.jumpIfNotEqual(TYPE, DeviceType.BLOCK.number(), characters);
    devices(table, DeviceType.BLOCK);
    code.place(characters);
    devices(table, DeviceType.CHARACTER);
    ends();
    return code.assemble();
  }

  private void devices(DeviceTable table, DeviceType type) {
    table
        .byMajor(type)
        .forEach((major, minors) -> {
          Label others = code.label();
          code.jumpIfNotEqual(MAJOR, major, others);
          minors.forEach((minor, denied) -> code.jumpIfEqual(MINOR, minor, end(denied)));
          code.jump(end(table.bits(DeviceNumbers.all(type, major))));
          code.place(others);
        });
    code.jump(end(table.bits(DeviceNumbers.all(type))));
  }

  private Label end(int denied) {
    return ends.computeIfAbsent(denied, d -> code.label());
  }

  private void ends() {
    Label result = code.label();
    ends.forEach((denied, end) -> {
      code.place(end);
      code.and(ACCESS, denied);
      code.jump(result);
    });
    Label allowed = code.label();
    code.place(result);
    code.set(RESULT, 1);
    code.jumpIfEqual(ACCESS, 0, allowed);
    code.set(RESULT, 0);
    code.place(allowed);
    code.exit();
  }
}
