package dev.palisade.cli.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The text of a profile, rule by rule. */
final class ProfileLines {
  /** Without the word in front the name is the path of a program. */
  private static final Pattern HEADER =
      Pattern.compile("(?:profile\\s+(?:\"([^\"]+)\"|(\\S+))|\"(/[^\"]+)\"|(/\\S+))(?:\\s.*)?\\{");

  private ProfileLines() {}

  /** Each up to its comma, the profiles' braces apart; without comments. */
  static List<String> of(String text) {
    var rules = new ArrayList<String>();
    var open = new StringBuilder();
    for (String line : text.lines().toList()) {
      String rest = line.strip();
      if (rest.startsWith("#include")) {
        rest = rest.substring(1);
      }
      rest = rest.replaceAll("(^|\\s)#.*$", "").strip();
      if (rest.isEmpty()) {
        continue;
      }
      open.append(open.isEmpty() ? "" : " ").append(rest);
      boolean whole =
          rest.endsWith(",")
              || rest.endsWith("{")
              || rest.equals("}")
              || rest.startsWith("include");
      if (whole) {
        rules.add(open.toString());
        open.setLength(0);
      }
    }
    if (!open.isEmpty()) {
      rules.add(open.toString());
    }
    return rules;
  }

  static boolean isHeader(String rule) {
    return HEADER.matcher(rule).matches();
  }

  static String name(String header) {
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(header);
    }
    return IntStream.rangeClosed(1, matcher.groupCount())
        .mapToObj(matcher::group)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }
}
