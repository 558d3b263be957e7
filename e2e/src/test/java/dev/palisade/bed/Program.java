package dev.palisade.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a program to its end. */
public record Program(List<String> command, int exitCode, String out, String err) {
  /**
   * Runs a program and waits for its end.
   *
   * @param environment added to this process's own
   * @throws IllegalStateException when it takes longer than the limit; it is killed then, with its
   *     children
   */
  public static Program run(List<String> command, Map<String, String> environment, Duration limit) {
    Path out = null;
    Path err = null;
    try {
      out = Files.createTempFile("program", ".out");
      err = Files.createTempFile("program", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException(
            "%s did not end within %s; its last words:%n%s"
                .formatted(String.join(" ", command), limit, tail(read(err))));
      }
      return new Program(command, process.exitValue(), read(out), read(err));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    } finally {
      delete(out);
      delete(err);
    }
  }

  /** Itself, or an error with the program's last words. */
  public Program successful() {
    if (exitCode != 0) {
      throw new IllegalStateException(
          "%s ended with %d:%n%s".formatted(String.join(" ", command), exitCode, tail(out + err)));
    }
    return this;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static void delete(Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }

  private static String tail(String text) {
    return text.length() <= 4000 ? text : "…" + text.substring(text.length() - 4000);
  }
}
