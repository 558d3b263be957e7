package dev.palisade.compile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for one run of the parser with all that it reads: nothing of the machine's own
 * AppArmor configuration takes part.
 */
record Workspace(Path directory) implements AutoCloseable {
  /** What messages call the text: it has no other file. */
  static final String TEXT = "profile";

  static Workspace create(String text) throws IOException {
    var workspace =
        new Workspace(
            Files.createTempDirectory("palisade-compile" + ProcessHandle.current().pid() + "-"));
    try {
      Files.createDirectories(workspace.abi().getParent());
      workspace.unpack("abi-3.0.features", workspace.abi());
      workspace.unpack(Toolchain.FEATURE_SET + ".features", workspace.features());
      Files.writeString(workspace.text(), text, StandardCharsets.US_ASCII);
      return workspace;
    } catch (IOException e) {
      workspace.close();
      throw e;
    }
  }

  List<String> arguments() {
    return List.of(
        "--config-file=/dev/null",
        "--skip-cache",
        "--skip-kernel-load",
        "--base=" + directory.resolve("base"),
        "--kernel-features=" + features(),
        "--policy-features=" + abi(),
        "--Werror=rule-not-enforced",
        "--Werror=rule-downgraded",
        "--ofile=" + blob(),
        text().toString());
  }

  Path blob() {
    return directory.resolve("blob");
  }

  Path text() {
    return directory.resolve(TEXT);
  }

  private Path features() {
    return directory.resolve("features");
  }

  private Path abi() {
    return directory.resolve("base/abi/3.0");
  }

  private void unpack(String resource, Path target) throws IOException {
    try (InputStream in = Workspace.class.getResourceAsStream("/toolchain/" + resource)) {
      if (in == null) {
        throw new IOException("this build lacks toolchain/" + resource);
      }
      Files.copy(in, target);
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
