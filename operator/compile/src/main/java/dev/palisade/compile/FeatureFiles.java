package dev.palisade.compile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the parser reads beside a profile, in a directory that goes with this JVM: nothing of the
 * machine's own AppArmor configuration takes part. A profile comes and its blob goes through a
 * pipe, so all runs share the directory.
 */
record FeatureFiles(Path directory) {
  static FeatureFiles write() throws IOException {
    Path directory = Files.createTempDirectory("palisade-compile");
    directory.toFile().deleteOnExit();
    var files = new FeatureFiles(directory);
    for (Path parent : List.of(files.base(), files.abi().getParent())) {
      Files.createDirectory(parent).toFile().deleteOnExit();
    }
    unpack("abi-3.0.features", files.abi());
    unpack(Toolchain.FEATURE_SET + ".features", files.features());
    return files;
  }

  /**
   * For a profile on the standard input, and its blob on the standard output. The input has a name:
   * without one the parser numbers the states of some profiles in another order (docs/design/0031).
   */
  List<String> arguments() {
    return List.of(
        "--config-file=/dev/null",
        "--jobs=0",
        "--skip-cache",
        "--skip-kernel-load",
        "--base=" + base(),
        "--kernel-features=" + features(),
        "--policy-features=" + abi(),
        "--Werror=rule-not-enforced",
        "--Werror=rule-downgraded",
        "--stdout",
        "/dev/stdin");
  }

  private Path base() {
    return directory.resolve("base");
  }

  private Path features() {
    return directory.resolve("features");
  }

  private Path abi() {
    return base().resolve("abi/3.0");
  }

  private static void unpack(String resource, Path target) throws IOException {
    try (InputStream in = FeatureFiles.class.getResourceAsStream("/toolchain/" + resource)) {
      if (in == null) {
        throw new IOException("this build lacks toolchain/" + resource);
      }
      Files.copy(in, target);
      target.toFile().deleteOnExit();
    }
  }
}
