package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.apparmor.Token.One;
import dev.palisade.policy.apparmor.Token.OneOf;
import dev.palisade.policy.apparmor.Token.Star;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of the base library: those of a policy plus character classes. */
final class BaseGlob {
  private static final Pattern TOKEN =
      Pattern.compile("(\\*\\*)|(\\*)|(\\?)|\\[(\\^?)([^]\\[^\\\\]+)]|([A-Za-z0-9/._-])");

  private BaseGlob() {}

  static Glob read(String text) {
    var tokens = new ArrayList<Token>();
    Matcher at = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!at.find(end) || at.start() != end) {
        throw new IllegalArgumentException("not a path a base may have: " + text);
      }
      end = at.end();
      tokens.add(token(at));
    }
    return new Glob(tokens);
  }

  private static Token token(Matcher at) {
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
        ? new OneOf(!at.group(4).isEmpty(), spelledOut(at.group(5)))
        : new Literal(at.group(6));
  }

  /** {@code 1-9/} as {@code 123456789/}. */
  private static String spelledOut(String members) {
    var out = new StringBuilder();
    for (int i = 0; i < members.length(); i++) {
      if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
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
