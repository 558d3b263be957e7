package dev.palisade.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Paths as policies may write them, and names that they should, or just should not, match. */
final class PathGenerator {
  private static final String PLAIN = "abcxyzABC019._-";

  /** What AppArmor's language, C and shells give a meaning, and characters of two to four bytes. */
  private static final List<String> ODD =
      List.of(
          "\"",
          "'",
          "#",
          ",",
          ";",
          ":",
          "@",
          "$",
          "%",
          "^",
          "&",
          "(",
          ")",
          "|",
          "+",
          "~",
          "!",
          "=",
          "<",
          ">",
          " ",
          "`",
          "é",
          "ß",
          "漢",
          "\ud83d\udd12",
          "\u00a0",
          "\u2028",
          "rwx,",
          "->",
          "@(x)",
          "#include",
          "\u00ff");

  private final Random random;

  PathGenerator(Random random) {
    this.random = random;
  }

  /** Text without wildcards. */
  String literal() {
    return "/" + segments(1 + random.nextInt(3)) + (random.nextInt(12) == 0 ? "/" : "");
  }

  /** A path with wildcards behind a first segment of text. */
  String glob() {
    String at = "/" + segment() + "/";
    return switch (random.nextInt(14)) {
      case 0 -> at + "*";
      case 1 -> at + "**";
      case 2 -> at + segment() + "*";
      case 3 -> at + "*" + segment();
      case 4 -> at + "**/" + segment();
      case 5 -> at + "**/" + segment() + "/**";
      case 6 -> at + "*/" + segment() + "/*";
      case 7 -> at + "*" + segment() + "/**";
      case 8 -> at + segment() + "?" + segment();
      case 9 -> at + "??/" + segment();
      case 10 -> at + segment() + "**";
      case 11 -> at + "*" + segment() + "*";
      case 12 -> at + "**" + segment();
      default -> at + "*" + segment() + "?";
    };
  }

  /** A path whose wildcard stands in the first segment: few of these fit into one profile. */
  String wide() {
    return switch (random.nextInt(6)) {
      case 0 -> "/*/" + segment();
      case 1 -> "/**/" + segment();
      case 2 -> "/" + segment() + "*";
      case 3 -> "/" + segment() + "**";
      case 4 -> "/?" + segment();
      default -> "/*" + segment() + "/**";
    };
  }

  /** A name that {@code path} matches, if the wildcards are taken as they are meant. */
  byte[] instance(String path) {
    var name = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      boolean two = path.startsWith("**", i);
      boolean wild = path.charAt(i) == '*';
      if (two) {
        name.append(random.nextBoolean() ? segments(1 + random.nextInt(3)) : segment());
        i++;
      } else if (wild) {
        name.append(random.nextInt(6) == 0 ? "" : segment());
      } else {
        name.append(path.charAt(i) == '?' ? String.valueOf(plain()) : path.charAt(i));
      }
    }
    return name.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A name that differs in one place. */
  byte[] nearMiss(byte[] name) {
    int at = 1 + random.nextInt(name.length);
    return switch (random.nextInt(6)) {
      case 0 -> spliced(name, at, at, new byte[] {(byte) '/'});
      case 1 -> spliced(name, at, at, new byte[] {anyByte()});
      case 2 ->
          spliced(
              name, Math.min(at, name.length - 1), Math.min(at, name.length - 1) + 1, new byte[0]);
      case 3 ->
          spliced(
              name,
              Math.min(at, name.length - 1),
              Math.min(at, name.length - 1) + 1,
              new byte[] {anyByte()});
      case 4 -> spliced(name, name.length, name.length, new byte[] {(byte) '/', (byte) 'x'});
      default -> Arrays.copyOf(name, Math.max(1, at - 1));
    };
  }

  private static byte[] spliced(byte[] name, int from, int to, byte[] with) {
    byte[] out = Arrays.copyOf(name, from + with.length + name.length - to);
    System.arraycopy(with, 0, out, from, with.length);
    System.arraycopy(name, to, out, from + with.length, name.length - to);
    return out.length == 0 || out[0] != '/' ? name : out;
  }

  private byte anyByte() {
    return (byte) (1 + random.nextInt(255));
  }

  private String segments(int count) {
    var out = new StringBuilder(segment());
    for (int i = 1; i < count; i++) {
      out.append('/').append(segment());
    }
    return out.toString();
  }

  /** Neither empty, nor a dot or two, nor ending in a space. */
  private String segment() {
    var out = new StringBuilder();
    int length = random.nextInt(40) == 0 ? 40 : 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      out.append(
          random.nextInt(4) == 0 ? ODD.get(random.nextInt(ODD.size())) : String.valueOf(plain()));
    }
    String segment = out.toString();
    return segment.matches("\\.\\.?") || segment.endsWith(" ") ? segment + "z" : segment;
  }

  private char plain() {
    return PLAIN.charAt(random.nextInt(PLAIN.length()));
  }
}
