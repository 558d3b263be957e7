package dev.palisade.node.devices;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.policy.device.DeviceProgram;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The instructions of a program, and the name by which they are known on the node. */
final class DeviceCode {
  static final DeviceCode ALLOWS_ALL = of(List.of());

  /** 128 bits are enough to tell programs apart that one operator has made. */
  private static final int HASH = 32;

  private final long[] instructions;
  private final String hash;

  private DeviceCode(long[] instructions) {
    this.instructions = instructions;
    ByteBuffer bytes =
        ByteBuffer.allocate(instructions.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(instructions);
    this.hash = Hash.sha256(bytes.array()).substring(0, HASH);
  }

  static DeviceCode of(List<DeviceRule> rules) {
    return new DeviceCode(DeviceProgram.of(DeviceTable.of(rules)));
  }

  long[] instructions() {
    return instructions.clone();
  }

  /** The first 32 hex digits of the SHA-256 of the instructions as the kernel gets them. */
  String hash() {
    return hash;
  }
}
