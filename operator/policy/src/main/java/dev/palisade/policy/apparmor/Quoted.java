package dev.palisade.policy.apparmor;

/** A value of a policy inside a message: in quotes, one line, of bounded length. */
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  public static String of(String value) {
    var out = new StringBuilder("\"");
    value
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> {
          if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
            out.append("\\u%04x".formatted(c));
          } else if (c == '"') {
            out.append("\\\"");
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.append(value.codePointCount(0, value.length()) > LONGEST ? "…\"" : "\"").toString();
  }
}
