package dev.palisade.cli;

/** How the command line was called, for what it says of itself. */
public final class Called {
  private Called() {}

  /**
   * As it is typed: {@code kubectl palisade}, or the file's name where it is run alone; {@code
   * kubectl-palisade.sh} knows.
   */
  public static String as() {
    return System.getProperty("palisade.name", "kubectl palisade");
  }
}
