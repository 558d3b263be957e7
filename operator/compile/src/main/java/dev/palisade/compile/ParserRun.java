package dev.palisade.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the parser under limits, in one process: {@code --jobs=0} keeps it from working in a child.
 */
final class ParserRun {
  /** More than all messages of the parser. */
  private static final int MAX_MESSAGES = 64 * 1024;

  private ParserRun() {}

  /**
   * What the parser did.
   *
   * @param timedOut ended by us for its wall time; {@code status} then means nothing
   * @param output what it wrote to its standard output
   * @param messages what it wrote to its standard error
   */
  record Outcome(boolean timedOut, int status, ByteArrayOutputStream output, String messages) {}

  /** Blocks until it ends or is ended. */
  static Outcome run(List<String> parser, byte[] input, Limits limits)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "sh",
                    "-c",
                    "ulimit -c 0 && ulimit -t %d && ulimit -v %d && exec \"$@\""
                        .formatted(limits.cpuSeconds(), limits.addressSpaceBytes() >> 10),
                    "sh"),
                parser.stream())
            .toList();
    Process process = new ProcessBuilder(command).start();
    try (ExecutorService pipes = Executors.newVirtualThreadPerTaskExecutor()) {
      pipes.execute(() -> give(input, process.getOutputStream()));
      Future<ByteArrayOutputStream> output =
          pipes.submit(() -> take(process.getInputStream(), Integer.MAX_VALUE));
      Future<ByteArrayOutputStream> messages =
          pipes.submit(() -> take(process.getErrorStream(), MAX_MESSAGES));
      boolean ended = false;
      try {
        ended = process.waitFor(limits.wallTime().toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        if (!ended) {
          process.destroyForcibly().waitFor();
        }
      }
      return new Outcome(
          !ended,
          process.waitFor(),
          output.get(),
          messages.get().toString(StandardCharsets.ISO_8859_1));
    } catch (ExecutionException e) {
      throw new IOException("what the parser says cannot be read", e);
    }
  }

  private static void give(byte[] input, OutputStream to) {
    try (to) {
      to.write(input);
    } catch (IOException e) {
      // It ended before it had read all, and says why.
    }
  }

  /**
   * All of it is read, or who writes would wait for ever; what comes after the most is not kept.
   */
  private static ByteArrayOutputStream take(InputStream from, int most) throws IOException {
    try (from) {
      var taken = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        taken.write(buffer, 0, Math.min(n, most - taken.size()));
      }
      return taken;
    }
  }
}
