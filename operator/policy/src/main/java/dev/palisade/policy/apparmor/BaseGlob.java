package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.apparmor.Token.One;
import dev.palisade.policy.apparmor.Token.OneOf;
import dev.palisade.policy.apparmor.Token.Star;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of the base library: those of a policy plus character classes. */
final class BaseGlob {
  /**
   * What may stand in a class: ranges of letters of one case, or of digits, and single bytes; a
   * hyphen that is one of them first, where alone the parser does not take it for a range.
   */
  private static final String MEMBERS =
      "-?(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Za-z0-9/._])+|-";

  private static final Pattern TOKEN =
      Pattern.compile("(\\*\\*)|(\\*)|(\\?)|\\[(\\^?)(" + MEMBERS + ")]|([A-Za-z0-9/._-])");

  /** An empty segment, or one of one or two dots. */
  private static final Pattern NO_PATH = Pattern.compile("//|/\\.\\.?(/|$)");

  private BaseGlob() {}

  static Glob read(String text) {
    var tokens = new ArrayList<Token>();
    Matcher at = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!at.find(end) || at.start() != end) {
        throw notUnderstood(text);
      }
      end = at.end();
      tokens.add(token(at, text));
    }
    return new Glob(tokens);
  }

  private static IllegalArgumentException notUnderstood(String text) {
    return new IllegalArgumentException("not a path that a base may have: " + Quoted.of(text));
  }

  /** What no path of a policy may be either. */
  static Optional<String> problem(Glob path) {
    String text = path.escaped();
    return NO_PATH.matcher(text).find()
        ? Optional.of(
            Quoted.of(text)
                + " matches no path as the kernel has them; write it without //, . and ..")
        : GlobShape.problem(text, path.tokens());
  }

  private static Token token(Matcher at, String text) {
    if (at.group(1) != null) {
      return new DoubleStar();
    }
    if (at.group(2) != null) {
      return new Star();
    }
    if (at.group(3) != null) {
      return new One();
    }
    return at.group(6) == null
        ? new OneOf(!at.group(4).isEmpty(), spelledOut(at.group(5), text))
        : new Literal(at.group(6));
  }

  /** {@code 1-9/} as {@code 123456789/}. */
  private static String spelledOut(String members, String text) {
    var out = new StringBuilder();
    for (int i = 0; i < members.length(); i++) {
      if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
        if (members.charAt(i) > members.charAt(i + 2)) {
          throw notUnderstood(text);
        }
        for (char c = members.charAt(i); c <= members.charAt(i + 2); c++) {
          out.append(c);
        }
        i += 2;
      } else {
        out.append(members.charAt(i));
      }
    }
    return out.toString();
  }
}
