package dev.palisade.cli.imports;

import dev.palisade.policy.apparmor.PathSyntax;
import dev.palisade.policy.apparmor.Program;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Paths of programs that a rule of another project is for alone. */
final class ProgramPaths {
  private static final int NAME_LENGTH = 24;

  private ProgramPaths() {}

  /** Why a rule cannot be for these; none stand for every process. */
  static Optional<String> problem(List<String> programs) {
    return programs.size() > Program.MOST
        ? Optional.of(
            "for %d programs; a rule can be for %d".formatted(programs.size(), Program.MOST))
        : programs.stream().flatMap(p -> problem(p).stream()).findFirst();
  }

  private static Optional<String> problem(String program) {
    return switch (PathSyntax.read(program)) {
      case PathSyntax.Reading.Refused(String message) -> Optional.of(message);
      case PathSyntax.Reading.Accepted(var glob) when !glob.isLiteral() || program.endsWith("/") ->
          Optional.of("program %s is not one file".formatted(program));
      case PathSyntax.Reading.Accepted a -> Optional.empty();
    };
  }

  /** Part of a rule's name: empty, or as {@code -by-psql}. */
  static String name(List<String> programs) {
    if (programs.isEmpty()) {
      return "";
    }
    String files =
        programs.stream()
            .map(p -> p.substring(p.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("-"))
            .replaceAll("[^a-z0-9]+", "-");
    String label =
        files.substring(0, Math.min(files.length(), NAME_LENGTH)).replaceAll("^-|-$", "");
    return "-by-" + (label.isEmpty() ? "program" : label);
  }
}
