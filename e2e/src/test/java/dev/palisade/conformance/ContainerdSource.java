package dev.palisade.conformance;

import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sources of the containerd that nodes run: its module, and those it is built with. */
final class ContainerdSource {
  private static final String MODULE = "github.com/containerd/containerd/v2";

  private ContainerdSource() {}

  static Path file(String path) {
    // Where the bed's parts were built elsewhere it is not here yet, and has no directory.
    go("mod", "download", MODULE);
    return Path.of(go("list", "-m", "-f", "{{.Dir}}", MODULE).out().strip()).resolve(path);
  }

  /** Runs the Go command among these modules, and without a C compiler, as the bed does. */
  static Program go(String... arguments) {
    List<String> line = new ArrayList<>(List.of("go", "-C"));
    line.add(Checkout.root().resolve("e2e/tools/containerd").toString());
    line.addAll(List.of(arguments));
    return Program.run(
            line,
            Map.of("CGO_ENABLED", "0", "GOFLAGS", "-mod=readonly", "GOWORK", "off"),
            Duration.ofMinutes(10))
        .successful();
  }
}
