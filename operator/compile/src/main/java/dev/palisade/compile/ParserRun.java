package dev.palisade.compile;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the parser under limits, in a session of its own. The parser works in a child process that
 * outlives its parent, so what is ended is the whole session.
 */
final class ParserRun {
  /** More than any message of the parser. */
  private static final int MAX_OUTPUT = 64 * 1024;

  private ParserRun() {}

  /**
   * What the parser did.
   *
   * @param timedOut ended by us for its wall time; {@code status} then means nothing
   */
  record Outcome(boolean timedOut, int status, String output) {}

  static Outcome run(List<String> parser, Limits limits) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "setsid",
                    "sh",
                    "-c",
                    "ulimit -c 0 && ulimit -t %d && ulimit -v %d && exec \"$@\""
                        .formatted(limits.cpuSeconds(), limits.addressSpaceBytes() >> 10),
                    "sh"),
                parser.stream())
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .start();
    var output = new StringBuilder();
    Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
    boolean ended = false;
    try {
      ended = process.waitFor(limits.wallTime().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!ended) {
        endSession(process);
      }
    }
    reader.join();
    return new Outcome(!ended, process.waitFor(), output.toString());
  }

  /** Children first, so that their parent reaps them; then whatever else is in the group. */
  private static void endSession(Process process) throws IOException, InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    new ProcessBuilder("sh", "-c", "kill -KILL -- -" + process.pid())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    process.destroyForcibly().waitFor();
  }

  private static void read(InputStream in, StringBuilder output) {
    try (in) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (output.length() < MAX_OUTPUT) {
          output.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
