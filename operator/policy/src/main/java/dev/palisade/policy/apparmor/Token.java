package dev.palisade.policy.apparmor;

import java.util.stream.IntStream;

/** One piece of a {@link Glob}. A byte is a char of value 0..255 (ISO 8859-1). */
public sealed interface Token {

  /** These bytes exactly; never empty. */
  record Literal(String bytes) implements Token {
    public Literal {
      if (bytes.isEmpty()) {
        throw new IllegalArgumentException("a literal has at least one byte");
      }
      Bytes.requireBytes(bytes);
    }
  }

  /** {@code *}: bytes other than {@code /}; as a whole path segment at least one. */
  record Star() implements Token {}

  /**
   * {@code **}: any bytes; where a segment starts and the path or the segment ends, at least one.
   */
  record DoubleStar() implements Token {}

  /** {@code ?}: one byte other than {@code /}. */
  record One() implements Token {}

  /** {@code [abc]} or {@code [^abc]}: one byte in (or not in) the members; base library only. */
  record OneOf(boolean negated, String members) implements Token {
    public OneOf {
      if (members.isEmpty()) {
        throw new IllegalArgumentException("a character class has at least one member");
      }
      Bytes.requireBytes(members);
    }

    /** A byte of it, a letter if one is. */
    String example() {
      return IntStream.concat(IntStream.rangeClosed('a', 'z'), IntStream.range(1, 256))
          .filter(b -> negated != (members.indexOf(b) >= 0))
          .mapToObj(Character::toString)
          .findFirst()
          .orElse("");
    }
  }
}
