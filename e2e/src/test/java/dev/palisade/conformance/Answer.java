package dev.palisade.conformance;

/** Permission masks as the kernel has them since 5.x (security/apparmor/include/perms.h). */
record Answer(int allow, int deny, int audit, int quiet) {
  static final int EXECUTE = 0x1;
  static final int WRITE = 0x2;
  static final int READ = 0x4;
  static final int APPEND = 0x8;
  static final int CREATE = 0x10;
  static final int DELETE = 0x20;
  static final int LOCK = 0x8000;
  static final int MAP = 0x10000;
  static final int LINK = 0x40000;

  /** {@code allow deny audit quiet} in hex, or {@code error ERRNO}. */
  static Answer parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 4) {
      throw new IllegalArgumentException("the kernel did not answer: " + line);
    }
    return new Answer(hex(words[0]), hex(words[1]), hex(words[2]), hex(words[3]));
  }

  private static int hex(String word) {
    return Integer.parseUnsignedInt(word, 16);
  }
}
