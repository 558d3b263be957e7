package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.apparmor.Token.One;
import dev.palisade.policy.apparmor.Token.OneOf;
import dev.palisade.policy.apparmor.Token.Star;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A path pattern. Neighbouring literals are merged, so that equal patterns are equal values.
 *
 * <p>The kernel compares it with the whole path as it resolved it: no links, no {@code //}, no
 * {@code ..}; the path of a directory ends in {@code /} (apparmor.d(5), "File rules").
 */
public record Glob(List<Token> tokens) implements Comparable<Glob> {
  /** An empty segment, or one of one or two dots. */
  private static final Pattern NO_PATH = Pattern.compile("//|/\\.\\.?(/|$)");

  public Glob {
    tokens = Literals.merged(tokens);
    if (!(tokens.getFirst() instanceof Literal(String bytes)) || bytes.charAt(0) != '/') {
      throw new IllegalArgumentException("a path pattern starts with /");
    }
  }

  /** The path that is these bytes and no other. */
  public static Glob literal(String bytes) {
    return new Glob(List.of(new Literal(bytes)));
  }

  /** The same names as those of directories, which end in a slash. */
  public Glob directory() {
    boolean either =
        switch (tokens.getLast()) {
          case Literal(String bytes) -> bytes.endsWith("/");
          case DoubleStar() -> true;
          case Star() -> false;
          case One() -> false;
          case OneOf o -> false;
        };
    return either
        ? this
        : new Glob(Stream.concat(tokens.stream(), Stream.of(new Literal("/"))).toList());
  }

  /** In AppArmor's language, without the quotes. */
  public String escaped() {
    return tokens.stream().map(Glob::escaped).collect(Collectors.joining());
  }

  /** As a policy writes it; for patterns of the base library as the library does. */
  public String written() {
    return tokens.stream()
        .map(t -> t instanceof Literal(String bytes) ? Bytes.text(bytes) : escaped(t))
        .collect(Collectors.joining());
  }

  /** Whether the kernel's path {@code name} (bytes as chars 1..255) matches. */
  public boolean matches(String name) {
    return name.startsWith(beginning()) && new GlobAutomaton(this).matches(name);
  }

  /** A few of the kernel's paths that match, the shortest first; none where that takes a search. */
  public List<String> examples() {
    return Stream.of("", "a").map(this::example).distinct().filter(this::isMatch).toList();
  }

  private String example(String wildcard) {
    return tokens.stream()
        .map(t ->
            switch (t) {
              case Literal(String bytes) -> bytes;
              case Star() -> wildcard;
              case DoubleStar() -> wildcard;
              case One() -> "a";
              case OneOf one -> one.example();
            })
        .collect(Collectors.joining());
  }

  private boolean isMatch(String path) {
    return !NO_PATH.matcher(path).find() && matches(path);
  }

  /** Whether it is one path. */
  public boolean isLiteral() {
    return tokens.size() == 1;
  }

  /** The bytes that every match begins with: those before the first wildcard. */
  public String beginning() {
    return ((Literal) tokens.getFirst()).bytes();
  }

  @Override
  public int compareTo(Glob other) {
    return escaped().compareTo(other.escaped());
  }

  private static String escaped(Token token) {
    return switch (token) {
      case Literal(String bytes) -> Bytes.escaped(bytes);
      case Star() -> "*";
      case DoubleStar() -> "**";
      case One() -> "?";
      case OneOf(boolean negated, String members) ->
          "[" + (negated ? "^" : "") + Bytes.escaped(members) + "]";
    };
  }
}
