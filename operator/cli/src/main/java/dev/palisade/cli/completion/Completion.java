package dev.palisade.cli.completion;

import dev.palisade.cli.cluster.ClusterOptions;
import dev.palisade.cli.cluster.Live;
import dev.palisade.cli.completion.Answer.Candidate;
import dev.palisade.cli.completion.Answer.Directive;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/** What the last of the words may become, by picocli's model of the commands. */
final class Completion {
  private final ParseResult parsed;
  private final CommandSpec spec;
  private final List<String> before;

  private Completion(ParseResult parsed, List<String> before) {
    this.parsed = parsed;
    this.spec = parsed.commandSpec();
    this.before = before;
  }

  /**
   * Answers.
   *
   * @param root a command line that is used for nothing else: what is typed goes into its options
   * @param words without the name of the command; the last is the one to complete, maybe empty
   */
  static Answer of(CommandLine root, List<String> words) {
    if (words.isEmpty()) {
      return Answer.none();
    }
    List<String> before = words.subList(0, words.size() - 1);
    collectErrors(root);
    ParseResult parsed = root.parseArgs(before.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return new Completion(parsed, before).of(words.getLast());
  }

  /** A line that is being typed is not right yet. */
  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(Completion::collectErrors);
  }

  private Answer of(String word) {
    Optional<OptionSpec> open = before.isEmpty() ? Optional.empty() : option(before.getLast());
    boolean optionsEnded = before.contains("--");
    if (open.isPresent() && !optionsEnded) {
      return values(open.get()).startingWith(word);
    }
    if (word.startsWith("-") && !optionsEnded) {
      int equals = word.indexOf('=');
      return equals < 0
          ? options().startingWith(word)
          : option(word.substring(0, equals))
              .map(o -> values(o).startingWith(word.substring(equals + 1)))
              .orElse(Answer.none());
    }
    return argument().startingWith(word);
  }

  /** The option of this name, if it takes a value. */
  private Optional<OptionSpec> option(String name) {
    return Optional.ofNullable(spec.optionsMap().get(name)).filter(o -> o.arity().max() > 0);
  }

  private Answer options() {
    return new Answer(
        spec.options().stream()
            .filter(o -> !o.hidden() && (o.isMultiValue() || !parsed.hasMatchedOption(o)))
            .flatMap(
                o -> Stream.of(o.names()).map(name -> new Candidate(name, first(o.description()))))
            .toList(),
        Directive.NO_FILES);
  }

  private Answer argument() {
    int index = parsed.matchedPositionals().stream().mapToInt(p -> p.stringValues().size()).sum();
    if (spec.userObject() instanceof CommandLine.HelpCommand) {
      return index == 0 ? subcommands(spec.parent()) : Answer.none();
    }
    if (parsed.unmatched().stream().anyMatch(w -> !w.startsWith("-"))) {
      return Answer.none();
    }
    return spec.subcommands().isEmpty()
        ? spec.positionalParameters().stream()
            .filter(p -> p.index().contains(index))
            .findFirst()
            .map(this::values)
            .orElse(Answer.none())
        : subcommands(spec);
  }

  private static Answer subcommands(CommandSpec of) {
    return new Answer(
        of.subcommands().entrySet().stream()
            .filter(e -> !e.getValue().getCommandSpec().usageMessage().hidden())
            .map(
                e -> new Candidate(e.getKey(), about(e.getValue().getCommandSpec().usageMessage())))
            .toList(),
        Directive.NO_FILES);
  }

  private Answer values(ArgSpec arg) {
    Stream<String> values =
        switch (arg.completionCandidates()) {
          case null -> Stream.empty();
          case Live live -> ask(live).stream();
          case Iterable<String> known -> StreamSupport.stream(known.spliterator(), false);
        };
    return new Answer(values.map(v -> new Candidate(v, "")).toList(), files(arg));
  }

  /** Labels say what a text is: FILE, DIR. */
  private static Directive files(ArgSpec arg) {
    boolean path = arg.type() == Path.class || arg.type() == File.class;
    if (arg.paramLabel().equals("DIR")) {
      return Directive.DIRECTORIES;
    }
    return path || arg.paramLabel().contains("FILE") ? Directive.FILES : Directive.NO_FILES;
  }

  /** Nothing where the cluster does not answer: who presses a key wants no error. */
  private List<String> ask(Live live) {
    Optional<ClusterOptions> cluster =
        spec.mixins().values().stream()
            .map(CommandSpec::userObject)
            .filter(ClusterOptions.class::isInstance)
            .map(ClusterOptions.class::cast)
            .findFirst();
    if (cluster.isEmpty()) {
      return List.of();
    }
    try (KubernetesClient client = cluster.get().connectBriefly()) {
      return live.ask(client, cluster.get().namespace(client));
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private static String about(UsageMessageSpec usage) {
    return first(usage.header().length == 0 ? usage.description() : usage.header());
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0];
  }
}
