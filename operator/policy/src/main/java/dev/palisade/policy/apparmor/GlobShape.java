package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.apparmor.Token.One;
import dev.palisade.policy.apparmor.Token.OneOf;
import dev.palisade.policy.apparmor.Token.Star;
import java.util.List;
import java.util.Optional;

/**
 * Refuses the shapes whose automaton doubles with every further rule. A wildcard with text after it
 * in the same segment, or a {@code **} with anything after it, is a search: the automaton must
 * remember every place where it may have begun. One search for each path is harmless; a second one,
 * or {@code ?} behind it, multiplies: 12 paths like {@code /a/*x*y} take minutes, {@code
 * /a/*b????????????} alone 442 KB.
 */
final class GlobShape {
  private static final int MAX_ONES_AFTER_SEARCH = 1;

  private GlobShape() {}

  static Optional<String> problem(String path, List<Token> tokens) {
    if (path.contains("***")) {
      return refuse(path, "has ***; write ** for any text or * for text without a slash");
    }
    int last = tokens.size() - 1;
    long interior = tokens.stream().limit(last).filter(DoubleStar.class::isInstance).count();
    if (interior > 1) {
      return refuse(
          path,
          "has %d ** before its end, and a few such paths keep the compiler busy for minutes;"
                  .formatted(interior)
              + " write one ** and spell out the other directories, or * for exactly one of them");
    }
    boolean searching = false;
    int ones = 0;
    for (int i = 0; i <= last; i++) {
      Token token = tokens.get(i);
      boolean wildcard = token instanceof Star || token instanceof DoubleStar;
      if (searching && wildcard && i < last) {
        return refuse(
            path,
            "has a second wildcard after the text behind the first one, which multiplies the"
                + " compiled size with every such path; write the name around one of them in full,"
                + " or let the last * or ** end the path");
      }
      boolean one = token instanceof One || token instanceof OneOf;
      ones += searching && one ? 1 : 0;
      searching |= wildcard && i < last && isSearch(token, tokens.get(i + 1));
    }
    return ones > MAX_ONES_AFTER_SEARCH
        ? refuse(
            path,
            "has %d %s after a wildcard, each of which doubles the compiled size; write at most %d, or * for all of them"
                .formatted(ones, path.contains("[") ? "? or [ ]" : "?", MAX_ONES_AFTER_SEARCH))
        : Optional.empty();
  }

  private static boolean isSearch(Token wildcard, Token next) {
    return switch (wildcard) {
      case DoubleStar() -> true;
      case Star() -> !(next instanceof Literal(String bytes) && bytes.startsWith("/"));
      case Literal l -> false;
      case One o -> false;
      case OneOf o -> false;
    };
  }

  private static Optional<String> refuse(String path, String problem) {
    return Optional.of(Quoted.of(path) + " " + problem);
  }
}
