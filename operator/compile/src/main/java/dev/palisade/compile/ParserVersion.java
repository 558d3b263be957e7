package dev.palisade.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a program is the pinned parser. */
public final class ParserVersion {
  private static final Pattern VERSION = Pattern.compile("AppArmor parser version (\\S+)");

  private ParserVersion() {}

  /** Empty if it is; else what is wrong, and the way out. */
  public static Optional<String> problem(Path parser, Limits limits) throws InterruptedException {
    List<String> command = List.of(parser.toString(), "--config-file=/dev/null", "--version");
    try {
      ParserRun.Outcome outcome = ParserRun.run(command, new byte[0], limits);
      Matcher version = VERSION.matcher(outcome.output().toString(StandardCharsets.US_ASCII));
      String found = version.find() ? version.group(1) : none(parser);
      return found.equals(Toolchain.PARSER_VERSION)
          ? Optional.empty()
          : Optional.of(
              "%s is %s; blobs are made by apparmor_parser %s only (package apparmor of Debian 13)"
                  .formatted(parser, found, Toolchain.PARSER_VERSION));
    } catch (IOException e) {
      return Optional.of("cannot run %s: %s".formatted(parser, e.getMessage()));
    }
  }

  private static String none(Path parser) {
    return Files.exists(parser) ? "no apparmor_parser at all" : "not there";
  }
}
