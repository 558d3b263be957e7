package dev.palisade.cli;

/** Exit codes of every command; the help text of each says which it uses. */
public final class ExitCode {
  public static final int OK = 0;

  /** The question was answered, and the answer is no. */
  public static final int NEGATIVE = 1;

  /** What was typed, or a file that was named, cannot be used. */
  public static final int BAD_INPUT = 2;

  /** The cluster could not be asked: not reached, not allowed, or without the API. */
  public static final int CLUSTER = 3;

  private ExitCode() {}
}
