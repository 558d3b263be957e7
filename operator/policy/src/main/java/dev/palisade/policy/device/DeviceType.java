package dev.palisade.policy.device;

import dev.palisade.policy.Word;

/** The two kinds of device files; see mknod(2). */
public enum DeviceType implements Word {
  BLOCK("Block", 1),
  CHARACTER("Character", 2);

  private final String word;
  private final int number;

  DeviceType(String word, int number) {
    this.word = word;
    this.number = number;
  }

  @Override
  public String word() {
    return word;
  }

  /** What a program is asked about it with: {@code BPF_DEVCG_DEV_*} of include/uapi/linux/bpf.h. */
  int number() {
    return number;
  }
}
