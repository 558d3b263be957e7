package dev.palisade.compile;

import dev.palisade.policy.apparmor.Quoted;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the parser says when it fails. */
final class ParserMessage {
  private static final Pattern LINE = Pattern.compile("at line (\\d+): ?(.*)", Pattern.DOTALL);
  private static final Pattern STATES = Pattern.compile("Too many states \\((\\d+)\\)");
  private static final int MAX_STATES = 65_535;

  private ParserMessage() {}

  static Optional<Compilation.Failed> failure(
      ParserRun.Outcome outcome, Artefact artefact, Limits limits) {
    String output = outcome.messages().strip();
    Matcher states = STATES.matcher(output);
    if (outcome.timedOut()) {
      return limit(artefact, "ran for more than %d s".formatted(limits.wallTime().toSeconds()));
    }
    if (outcome.status() == 0) {
      return Optional.empty();
    }
    if (states.find()) {
      return failed(
          Reason.TooLarge,
          artefact,
          "the profile needs %s states, the kernel's format holds %d; write fewer paths, or * and ** for those that share a directory"
              .formatted(states.group(1), MAX_STATES));
    }
    if (output.contains("bad_alloc") || output.contains("emory allocation")) {
      return limit(
          artefact,
          "needed more than %d MiB of memory".formatted(limits.addressSpaceBytes() >> 20));
    }
    if (output.isEmpty()) {
      return limit(artefact, "used more than %d s of CPU time".formatted(limits.cpuSeconds()));
    }
    return failed(Reason.CompileFailed, artefact, located(output, artefact));
  }

  private static Optional<Compilation.Failed> limit(Artefact artefact, String what) {
    return failed(
        Reason.CompileLimit,
        artefact,
        "apparmor_parser "
            + what
            + " and was ended; write fewer paths with wildcards before their end");
  }

  private static String located(String output, Artefact artefact) {
    Matcher at = LINE.matcher(output);
    if (!at.find()) {
      return "apparmor_parser: " + Quoted.of(output);
    }
    String origin = artefact.text().origin(Integer.parseInt(at.group(1)));
    return "%sapparmor_parser, line %s: %s"
        .formatted(
            origin.isEmpty() ? "" : "rule " + origin + ": ", at.group(1), Quoted.of(at.group(2)));
  }

  private static Optional<Compilation.Failed> failed(
      Reason reason, Artefact artefact, String message) {
    return Optional.of(
        new Compilation.Failed(
            reason, "container %s: %s".formatted(artefact.container(), message)));
  }
}
