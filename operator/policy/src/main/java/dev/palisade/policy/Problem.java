package dev.palisade.policy;

/**
 * Something wrong with, or worth knowing about, a policy.
 *
 * @param path where, as {@code spec.containers[0].files[1].paths[2]}
 * @param message what, and what to write instead; one line
 */
public record Problem(Severity severity, Kind kind, String path, String message) {
  public enum Severity {
    ERROR,
    WARNING
  }

  public enum Kind {
    INVALID,
    UNKNOWN_BASE
  }

  public static Problem error(String path, String message) {
    return new Problem(Severity.ERROR, Kind.INVALID, path, message);
  }

  public static Problem warning(String path, String message) {
    return new Problem(Severity.WARNING, Kind.INVALID, path, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The same, said of another place. */
  public Problem at(String other) {
    return new Problem(severity, kind, other, message);
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
