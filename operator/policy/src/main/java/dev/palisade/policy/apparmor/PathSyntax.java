package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.apparmor.Token.One;
import dev.palisade.policy.apparmor.Token.Star;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The paths a policy may write: an absolute, resolved path in which {@code *} is any text within a
 * segment, {@code **} any text, {@code ?} one byte that is not a slash, and everything else is
 * itself. {@code [ ] { } \} are refused rather than taken literally: AppArmor's own language gives
 * them a meaning, and a rule that silently means less than its author thought is a hole.
 */
public final class PathSyntax {
  /** Longest accepted path, in characters, as the CRD has it. */
  public static final int MAX_LENGTH = 256;

  private static final String SPECIAL = "[]{}\\";

  private PathSyntax() {}

  public sealed interface Reading {
    record Accepted(Glob glob) implements Reading {}

    /** {@code message} quotes the path and says what to write instead. */
    record Refused(String message) implements Reading {}
  }

  public static Reading read(String path) {
    return textProblem(path)
        .or(() -> segmentProblem(path))
        .or(() -> GlobShape.problem(path, tokens(Bytes.utf8(path))))
        .<Reading>map(Reading.Refused::new)
        .orElseGet(() -> new Reading.Accepted(new Glob(tokens(Bytes.utf8(path)))));
  }

  private static Optional<String> textProblem(String path) {
    if (path.isEmpty()) {
      return refuse("the path is empty; write an absolute path such as /var/log/app/**");
    }
    OptionalInt control = path.chars().filter(Character::isISOControl).findFirst();
    if (control.isPresent()) {
      return refuse(
          "%s has a control character (U+%04X); name the file without it, or write ? in its place"
              .formatted(Quoted.of(path), control.getAsInt()));
    }
    if (!path.startsWith("/")) {
      return refuse(
          "%s is not absolute; write the full path, starting with /".formatted(Quoted.of(path)));
    }
    if (path.endsWith(" ")) {
      return refuse(
          "%s ends in a space; remove it, or write ? in its place if the name really has one"
              .formatted(Quoted.of(path)));
    }
    int length = path.codePointCount(0, path.length());
    if (length > MAX_LENGTH) {
      return refuse(
          "the path has %d characters; write one of at most %d, with a * for a part of it"
              .formatted(length, MAX_LENGTH));
    }
    if (!Bytes.text(Bytes.utf8(path)).equals(path)) {
      return refuse("the path has half a surrogate pair; write valid Unicode");
    }
    return SPECIAL
        .chars()
        .filter(c -> path.indexOf(c) >= 0)
        .mapToObj(c -> special(path, (char) c))
        .findFirst();
  }

  private static String special(String path, char c) {
    return switch (c) {
      case '{', '}' ->
          "%s has a %s; alternatives are not understood: write one path for each of them"
              .formatted(Quoted.of(path), c);
      case '\\' ->
          "%s has a \\; nothing needs escaping here: write ? for a *, ? or \\ that is part of a name"
              .formatted(Quoted.of(path));
      default ->
          "%s has a %s; character classes are not understood: write ? for one byte of any value"
              .formatted(Quoted.of(path), c);
    };
  }

  private static Optional<String> segmentProblem(String path) {
    List<String> segments = List.of(path.substring(1).split("/", -1));
    String what =
        segments.contains("..")
            ? "a \"..\" segment"
            : segments.contains(".")
                ? "a \".\" segment"
                : path.contains("//") ? "an empty segment" : "";
    if (what.isEmpty()) {
      return Optional.empty();
    }
    boolean wild = path.indexOf('*') >= 0 || path.indexOf('?') >= 0;
    return refuse(
        "%s has %s, which no path in the kernel has; write %s"
            .formatted(
                Quoted.of(path),
                what,
                wild ? "the path without it" : Quoted.of(resolved(path, segments))));
  }

  private static String resolved(String path, List<String> segments) {
    var kept = new ArrayList<String>();
    for (String segment : segments) {
      if (segment.equals("..") && !kept.isEmpty()) {
        kept.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
        kept.add(segment);
      }
    }
    boolean directory = path.endsWith("/") && !kept.isEmpty();
    return "/" + String.join("/", kept) + (directory ? "/" : "");
  }

  private static List<Token> tokens(String bytes) {
    var tokens = new ArrayList<Token>();
    for (int i = 0; i < bytes.length(); i++) {
      char b = bytes.charAt(i);
      if (b != '*') {
        tokens.add(b == '?' ? new One() : new Literal(String.valueOf(b)));
        continue;
      }
      int from = i;
      int stars =
          (int)
              IntStream.range(from, bytes.length()).takeWhile(k -> bytes.charAt(k) == '*').count();
      tokens.add(stars == 1 ? new Star() : new DoubleStar());
      i += stars - 1;
    }
    return Literals.merged(tokens);
  }

  private static Optional<String> refuse(String message) {
    return Optional.of(message);
  }
}
