package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.Literal;
import java.util.ArrayList;
import java.util.List;

final class Literals {
  private Literals() {}

  static List<Token> merged(List<Token> tokens) {
    var merged = new ArrayList<Token>();
    for (Token token : tokens) {
      if (token instanceof Literal(String bytes)
          && !merged.isEmpty()
          && merged.getLast() instanceof Literal(String before)) {
        merged.set(merged.size() - 1, new Literal(before + bytes));
      } else {
        merged.add(token);
      }
    }
    if (merged.isEmpty()) {
      throw new IllegalArgumentException("a path pattern is not empty");
    }
    return List.copyOf(merged);
  }
}
