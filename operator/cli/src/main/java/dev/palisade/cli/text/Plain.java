package dev.palisade.cli.text;

/**
 * Text from the cluster made fit for a terminal. A denied path is chosen by the process that was
 * denied: without this it could move the reader's cursor and write what it likes.
 */
public final class Plain {
  private Plain() {}

  /**
   * One line: line breaks and tabs become a space, other control and format characters an escape.
   */
  public static String line(String text) {
    StringBuilder out = new StringBuilder();
    text.strip()
        .replaceAll("\\s*[\\n\\r]+\\s*", " ")
        .codePoints()
        .forEach(c -> {
          if (c == '\t') {
            out.append(' ');
          } else if (invisible(c)) {
            out.append("\\u%04x".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static boolean invisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
