package dev.palisade.policy.meaning;

/**
 * Something about a container's rules that its author would want to know.
 *
 * @param rule as {@code files/no-log-writes}
 * @param message what, and what to write instead; one line
 */
public record Finding(Severity severity, String rule, String message) {
  public enum Severity {
    /** It does not do what it looks like. */
    WARNING("Warning"),
    /** It does, and that may be less than was wanted. */
    NOTE("Note");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    /** As documents have it. */
    public String word() {
      return word;
    }
  }
}
