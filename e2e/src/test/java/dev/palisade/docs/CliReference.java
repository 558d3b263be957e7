package dev.palisade.docs;

import dev.palisade.cli.PalisadeCommand;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The command line as a page: what {@code --help} says of each command, whoever's environment it
 * is.
 */
final class CliReference {
  private static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();

  private CliReference() {}

  static String page() {
    CliReference page = new CliReference();
    page.command(PalisadeCommand.commandLine());
    return page.out.toString();
  }

  private void command(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage().autoWidth(false).width(WIDTH);
    line("## %s".formatted(spec.qualifiedName()));
    line("```text");
    line.getHelp().synopsis(0).lines().forEach(this::line);
    line("```");
    Arrays.stream(usage.description()).map(Prose::text).forEach(this::line);
    line("");
    line("| option | |");
    line("|---|---|");
    Stream.concat(spec.positionalParameters().stream(), spec.options().stream())
        .filter(a -> !a.hidden())
        .forEach(a -> line("| %s | %s |".formatted(names(a), Prose.cell(description(a)))));
    if (!usage.exitCodeList().isEmpty()) {
      line("");
      line("Exit codes: " + exitCodes(usage.exitCodeList()) + ".");
    }
    if (usage.footer().length > 0) {
      line("```text");
      Stream.of(usage.footer()).dropWhile(String::isBlank).forEach(this::line);
      line("```");
    }
    line("");
    line.getSubcommands().values().stream()
        .distinct()
        .filter(c -> !c.getCommandSpec().usageMessage().hidden())
        .filter(c -> !(c.getCommand() instanceof CommandLine.HelpCommand))
        .forEach(this::command);
  }

  private static String names(ArgSpec argument) {
    return switch (argument) {
      case OptionSpec option ->
          Arrays.stream(option.names()).map(n -> "`" + n + "`").collect(Collectors.joining(", "))
              + (option.arity().max() == 0 ? "" : " " + label(option))
              + (option.required() ? " *" : "");
      case PositionalParamSpec parameter ->
          label(parameter) + (parameter.arity().min() > 0 ? " *" : "");
      default -> throw new IllegalStateException(argument.toString());
    };
  }

  private static String label(ArgSpec argument) {
    return "`" + argument.paramLabel().replace("|", "\\|") + "`";
  }

  /**
   * With variables as they are written: else a default from the environment would be this one's.
   */
  private static String description(ArgSpec argument) {
    CommandLine line = argument.command().commandLine();
    line.setInterpolateVariables(false);
    String text = String.join(" ", argument.description());
    String value = argument.defaultValue();
    line.setInterpolateVariables(true);
    return value == null
        ? text
        : text.replace(
            "${DEFAULT-VALUE}", value.replaceAll("\\$\\{env:([A-Z_]+):-(.*)}", "\\$$1, else $2"));
  }

  private static String exitCodes(Map<String, String> codes) {
    return codes.entrySet().stream()
        .map(code -> "%s, %s".formatted(code.getKey(), Prose.text(code.getValue())))
        .collect(Collectors.joining("; "));
  }

  private void line(String text) {
    out.append(Ansi.OFF.string(text)).append('\n');
  }
}
