package dev.palisade.docs;

import dev.palisade.bed.Checkout;
import dev.palisade.cli.PalisadeCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Each program that documents start, and what can be said of its arguments without a cluster. */
final class Commands {
  private static final Map<String, Consumer<Invocation>> CHECKS =
      Map.of(
          "make", Commands::make,
          "kubectl", Kubectl::check,
          "kubectl-palisade", i -> palisade(i.arguments()),
          "helm", Helm::check,
          "e2e/bed/bed", Commands::bed);

  /** Programs of others, of which nothing but the files that they are given is looked at. */
  private static final Set<String> OTHERS =
      Set.of(
          "argocd", "cat", "cd", "ctr", "docker", "flux", "git", "grep", "java", "jlink", "jq",
          "kind", "mkdir", "sed", "xargs");

  /** A path of the checkout: a file that a reader has at hand has no slash in its name. */
  private static final Pattern OURS = Pattern.compile("[a-z0-9][a-zA-Z0-9_.-]*/[^:=]*\\.ya?ml");

  private Commands() {}

  static void check(Invocation invocation) {
    for (String word : invocation.words()) {
      if (OURS.matcher(word).matches() && !Files.exists(Checkout.root().resolve(word))) {
        throw new Fault("there is no " + word);
      }
    }
    Consumer<Invocation> check = CHECKS.get(invocation.program());
    if (check != null) {
      check.accept(invocation);
    } else if (invocation.program().equals("xargs")) {
      check(new Invocation(invocation.arguments(), ""));
    } else if (!OTHERS.contains(invocation.program())) {
      throw new Fault("nobody knows the program " + invocation.program());
    }
  }

  /** By the command line itself; it only parses. */
  static void palisade(List<String> arguments) {
    try {
      PalisadeCommand.commandLine().parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new Fault(e.getMessage());
    }
  }

  private static void make(Invocation invocation) {
    String makefile = text("Makefile");
    for (String word : invocation.arguments()) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      boolean there =
          word.contains("=")
              ? makefile.contains("$(" + name + ")") || makefile.contains(name + "=")
              : Pattern.compile("(?m)^" + Pattern.quote(name) + ":").matcher(makefile).find();
      if (!there) {
        throw new Fault("the Makefile has no " + name);
      }
    }
  }

  private static void bed(Invocation invocation) {
    Set<String> there =
        text("e2e/bed/lib/help.txt")
            .lines()
            .filter(l -> l.startsWith("  bed "))
            .map(l -> l.substring("  bed ".length()).split(" ", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    if (!there.contains(invocation.arguments().getFirst())) {
      throw new Fault("the bed's commands are " + there);
    }
  }

  static String text(String file) {
    try {
      return Files.readString(Checkout.root().resolve(Path.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
