package dev.palisade.docs;

/** Sentences of others in Markdown: what they say is no markup. */
final class Prose {
  private Prose() {}

  /** Asterisks, angles and underscores stand for themselves; what is in backticks already does. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    boolean code = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      code ^= c == '`';
      escaped.append(!code && "*<_".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
    }
    return escaped.toString();
  }

  /** The same in a table. */
  static String cell(String text) {
    return text(text).replace("|", "\\|");
  }
}
