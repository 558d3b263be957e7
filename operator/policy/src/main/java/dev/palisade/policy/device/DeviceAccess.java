package dev.palisade.policy.device;

import dev.palisade.policy.Word;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What is done with a device. */
public enum DeviceAccess implements Word {
  READ("Read", 2),
  WRITE("Write", 4),
  /** Making a device file of it. */
  MKNOD("Mknod", 1);

  /** Every bit. */
  static final int ALL = 7;

  private final String word;
  private final int bit;

  DeviceAccess(String word, int bit) {
    this.word = word;
    this.bit = bit;
  }

  @Override
  public String word() {
    return word;
  }

  /** What a program is asked with: {@code BPF_DEVCG_ACC_*} of include/uapi/linux/bpf.h. */
  static int bits(Set<DeviceAccess> access) {
    int bits = 0;
    for (DeviceAccess a : access) {
      bits |= a.bit;
    }
    return bits;
  }

  /** In the order of the language. */
  static Set<DeviceAccess> of(int bits) {
    var access = EnumSet.noneOf(DeviceAccess.class);
    for (DeviceAccess a : values()) {
      if ((bits & a.bit) != 0) {
        access.add(a);
      }
    }
    return Collections.unmodifiableSet(access);
  }
}
