package dev.palisade.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.policy.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The seccomp filter that containerd generates, by its own code. What it asks about the machine is
 * {@code runtime.GOARCH}: a copy of the one file has the wanted name in that place, so that the
 * branches of another processor run on this one too. Constants of the kernel that it uses (address
 * families, flags of clone, ENOSYS) are the same numbers on both.
 */
final class ContainerdFilter {
  private ContainerdFilter() {}

  /**
   * For a container that has the capabilities a runtime gives.
   *
   * @param architecture in Go's words
   * @return {@code linux.seccomp} of the OCI runtime specification
   */
  static JsonNode of(String architecture, Path directory) throws IOException {
    Path source = ContainerdSource.file("contrib/seccomp/seccomp_default.go");
    String text = Files.readString(source);
    String other =
        text.replace("\npackage seccomp\n", "\npackage main\n")
            .replace("\t\"runtime\"\n", "")
            .replace("runtime.GOARCH", '"' + architecture + '"');
    if (other.contains("runtime.") || !other.contains("switch \"" + architecture + "\"")) {
      throw new IllegalStateException(
          "containerd asks otherwise about the machine than it did: " + source);
    }
    Path filter = directory.resolve("filter.go");
    Path main = directory.resolve("main.go");
    Files.writeString(filter, other);
    Files.writeString(main, program());
    return new ObjectMapper()
        .readTree(ContainerdSource.go("run", main.toString(), filter.toString()).out());
  }

  private static String capabilities() {
    return Capability.RUNTIME_DEFAULT.stream()
        .map(c -> "\"CAP_" + c.name() + '"')
        .collect(Collectors.joining(", "));
  }

  private static String program() {
    return """
    package main

    import (
        "encoding/json"
        "os"

        "github.com/opencontainers/runtime-spec/specs-go"
    )

    func main() {
        s := &specs.Spec{Process: &specs.Process{Capabilities: &specs.LinuxCapabilities{Bounding: []string{%s}}}}
        if err := json.NewEncoder(os.Stdout).Encode(DefaultProfile(s)); err != nil {
            panic(err)
        }
    }
    """
        .formatted(capabilities());
  }
}
