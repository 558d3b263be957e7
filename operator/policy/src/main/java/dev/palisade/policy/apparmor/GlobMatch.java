package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.apparmor.Token.One;
import dev.palisade.policy.apparmor.Token.OneOf;
import dev.palisade.policy.apparmor.Token.Star;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Runs a pattern as a nondeterministic automaton: time is pattern length times name length,
 * whatever the pattern.
 */
final class GlobMatch {
  /** One byte that satisfies {@code test}, or any number of them. */
  private record Step(IntPredicate test, boolean repeated) {}

  private GlobMatch() {}

  static boolean matches(List<Token> tokens, String name) {
    List<Step> steps = steps(tokens);
    var at = new BitSet();
    reach(steps, at, 0);
    for (int i = 0; i < name.length() && !at.isEmpty(); i++) {
      var next = new BitSet();
      for (int s = at.nextSetBit(0); s >= 0; s = at.nextSetBit(s + 1)) {
        if (s < steps.size() && steps.get(s).test().test(name.charAt(i))) {
          reach(steps, next, steps.get(s).repeated() ? s : s + 1);
        }
      }
      at = next;
    }
    return at.get(steps.size());
  }

  private static void reach(List<Step> steps, BitSet at, int from) {
    int s = from;
    at.set(s);
    while (s < steps.size() && steps.get(s).repeated()) {
      at.set(++s);
    }
  }

  private static List<Step> steps(List<Token> tokens) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i)) {
        case Literal(String bytes) -> bytes.chars().forEach(b -> steps.add(once(c -> c == b)));
        case One() -> steps.add(once(GlobMatch::inSegment));
        case OneOf one -> steps.add(once(c -> one.admits((char) c)));
        case Star() -> {
          if (isWholeSegment(tokens, i)) {
            steps.add(once(GlobMatch::inSegment));
          }
          steps.add(new Step(GlobMatch::inSegment, true));
        }
        case DoubleStar() -> {
          if (isWholeSegment(tokens, i)) {
            steps.add(once(GlobMatch::inSegment));
          }
          steps.add(new Step(c -> true, true));
        }
      }
    }
    return steps;
  }

  private static Step once(IntPredicate test) {
    return new Step(test, false);
  }

  private static boolean inSegment(int b) {
    return b != '/';
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
