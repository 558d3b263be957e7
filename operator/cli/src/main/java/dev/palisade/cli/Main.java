package dev.palisade.cli;

/** Entry of the executable {@code kubectl-palisade}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(PalisadeCommand.commandLine().execute(arguments));
  }
}
