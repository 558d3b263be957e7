package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Checkout;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart as it might have been before: one CRD shows a column less. */
final class OlderChart {
  static final String CRD = "nodesecuritystates.palisade.dev";
  static final String COLUMN = "Kernel";

  private static final String BLOCK =
      """
          - jsonPath: .status.kernel.release
            name: Kernel
            priority: 0
            type: string
      """;

  private OlderChart() {}

  /** Writes it below the directory, without symbolic links. */
  static Path write(Path directory) throws IOException {
    Path from = Checkout.root().resolve("charts/palisade");
    Path to = directory.resolve("palisade");
    List<Path> files;
    try (Stream<Path> tree = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    Path crd = to.resolve("files/crds/" + CRD + ".yaml");
    String text = Files.readString(crd);
    assertThat(text).contains(BLOCK);
    Files.writeString(crd, text.replace(BLOCK, ""));
    return to;
  }
}
