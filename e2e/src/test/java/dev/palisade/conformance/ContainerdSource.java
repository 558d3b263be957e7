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
  private ContainerdSource() {}

  static Path file(String path) {
    String module =
        go("list", "-m", "-f", "{{.Dir}}", "github.com/containerd/containerd/v2").out().strip();
    return Path.of(module).resolve(path);
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
