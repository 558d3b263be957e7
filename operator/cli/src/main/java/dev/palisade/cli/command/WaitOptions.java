package dev.palisade.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether and how long to wait for the operator. */
final class WaitOptions {
  @Option(
      names = "--no-wait",
      description = "Only create the RolloutCommand; do not wait for what becomes of it.")
  boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "1800",
      description = "Stop waiting after so long (default: ${DEFAULT-VALUE}); the command goes on.")
  int seconds;

  Duration timeout() {
    return Duration.ofSeconds(seconds);
  }
}
