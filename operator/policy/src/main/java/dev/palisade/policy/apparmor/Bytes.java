package dev.palisade.policy.apparmor;

import java.nio.charset.StandardCharsets;

/** Byte strings held as Java strings, one char of value 0..255 for each byte. */
public final class Bytes {
  private Bytes() {}

  /** The UTF-8 bytes of {@code text}. */
  public static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The text that these UTF-8 bytes stand for. */
  public static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static void requireBytes(String bytes) {
    if (bytes.chars().anyMatch(c -> c > 0xff || c == 0)) {
      throw new IllegalArgumentException("only bytes 1..255 can stand in a path");
    }
  }

  /**
   * Every byte outside {@code [A-Za-z0-9/._-]} as a three-digit octal escape, which apparmor_parser
   * takes as that byte exactly, in quotes, in classes and before digits.
   */
  static String escaped(String bytes) {
    var out = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      char b = bytes.charAt(i);
      if (isPlain(b)) {
        out.append(b);
      } else {
        out.append('\\')
            .append((char) ('0' + (b >> 6)))
            .append((char) ('0' + ((b >> 3) & 7)))
            .append((char) ('0' + (b & 7)));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(char b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "/._-".indexOf(b) >= 0;
  }
}
