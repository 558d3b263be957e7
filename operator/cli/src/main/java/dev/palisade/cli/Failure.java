package dev.palisade.cli;

/** The end of a command. The message names the object and the way out; it is printed as it is. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private Failure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public static Failure badInput(String message) {
    return new Failure(ExitCode.BAD_INPUT, message, null);
  }

  public static Failure negative(String message) {
    return new Failure(ExitCode.NEGATIVE, message, null);
  }

  public static Failure cluster(String message, Throwable cause) {
    return new Failure(ExitCode.CLUSTER, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
