package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.apparmor.Token.One;
import dev.palisade.policy.apparmor.Token.OneOf;
import dev.palisade.policy.apparmor.Token.Star;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pattern as a nondeterministic automaton over bytes: a set of positions is where it may be after
 * what was read so far. One step takes time in proportion to the pattern's length, whatever the
 * pattern.
 */
public final class GlobAutomaton {
  private static final int BYTES = 256;

  /** One byte of {@code admitted}, or any number of them. */
  private record Step(BitSet admitted, boolean repeated) {}

  private static final BitSet ANY = bytes(0, BYTES);
  private static final BitSet IN_SEGMENT = without('/');

  private final List<Step> steps = new ArrayList<>();

  public GlobAutomaton(Glob glob) {
    List<Token> tokens = glob.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i)) {
        case Literal(String bytes) -> bytes.chars().forEach(b -> once(bytes(b, b + 1)));
        case One() -> once(IN_SEGMENT);
        case OneOf one -> once(members(one));
        case Star() -> repeated(IN_SEGMENT, isWholeSegment(tokens, i));
        case DoubleStar() -> repeated(ANY, isWholeSegment(tokens, i));
      }
    }
  }

  /** Where it is before the first byte. */
  public BitSet start() {
    var at = new BitSet();
    reach(at, 0);
    return at;
  }

  /** Where it is after one more byte; empty if no path that goes on so can match. */
  public BitSet next(BitSet at, int b) {
    var next = new BitSet();
    for (int s = at.nextSetBit(0); s >= 0; s = at.nextSetBit(s + 1)) {
      if (s < steps.size() && steps.get(s).admitted().get(b)) {
        reach(next, steps.get(s).repeated() ? s : s + 1);
      }
    }
    return next;
  }

  /** Whether what was read is a match. */
  public boolean accepts(BitSet at) {
    return at.get(steps.size());
  }

  /** The sets of bytes by which it tells one byte from another. */
  public Stream<BitSet> distinctions() {
    return steps.stream().map(Step::admitted).distinct();
  }

  boolean matches(String name) {
    BitSet at = start();
    for (int i = 0; i < name.length() && !at.isEmpty(); i++) {
      at = next(at, name.charAt(i));
    }
    return accepts(at);
  }

  private void once(BitSet admitted) {
    steps.add(new Step(admitted, false));
  }

  private void repeated(BitSet admitted, boolean wholeSegment) {
    if (wholeSegment) {
      once(IN_SEGMENT);
    }
    steps.add(new Step(admitted, true));
  }

  private void reach(BitSet at, int from) {
    int s = from;
    at.set(s);
    while (s < steps.size() && steps.get(s).repeated()) {
      at.set(++s);
    }
  }

  private static BitSet bytes(int from, int to) {
    var bytes = new BitSet(BYTES);
    bytes.set(from, to);
    return bytes;
  }

  private static BitSet without(int b) {
    BitSet bytes = bytes(0, BYTES);
    bytes.clear(b);
    return bytes;
  }

  private static BitSet members(OneOf one) {
    var bytes = new BitSet(BYTES);
    one.members().chars().forEach(bytes::set);
    if (one.negated()) {
      bytes.flip(0, BYTES);
    }
    return bytes;
  }

  /** apparmor_parser lets a wildcard between two slashes, or after the last one, not be empty. */
  private static boolean isWholeSegment(List<Token> tokens, int i) {
    boolean starts = i > 0 && tokens.get(i - 1) instanceof Literal(String b) && b.endsWith("/");
    boolean ends =
        i == tokens.size() - 1
            || (tokens.get(i + 1) instanceof Literal(String after) && after.startsWith("/"));
    return starts && ends;
  }
}
