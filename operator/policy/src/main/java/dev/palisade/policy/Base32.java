package dev.palisade.policy;

/** RFC 4648 base 32 in lower case without padding: fits DNS names and labels. */
final class Base32 {
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

  private Base32() {}

  static String of(byte[] bytes) {
    var out = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte b : bytes) {
      bits = (bits << 8) | (b & 0xff);
      for (held += 8; held >= 5; held -= 5) {
        out.append(DIGITS.charAt((bits >> (held - 5)) & 31));
      }
      bits &= (1 << held) - 1;
    }
    if (held > 0) {
      out.append(DIGITS.charAt((bits << (5 - held)) & 31));
    }
    return out.toString();
  }
}
