package dev.palisade.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.cli.PalisadeCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Golden directories {@code render/NAME}: {@code in.yaml} and either the files it gives or, in
 * {@code err.txt}, why it gives none. {@code -Dpalisade.golden=DIRECTORY} writes what is, to be
 * looked at and checked in.
 */
class RenderCommandTest {
  @TempDir Path directory;

  static Stream<Path> golden() throws IOException, URISyntaxException {
    Path root = Path.of(RenderCommandTest.class.getResource("/render").toURI());
    try (Stream<Path> cases = Files.list(root)) {
      return cases.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void golden(Path golden) throws IOException {
    Path out = directory.resolve("out");
    Run run = render(golden.resolve("in.yaml"), out);
    var files = new TreeMap<>(files(out));
    if (!run.err().isEmpty()) {
      files.put("err.txt", run.err().replace(golden.resolve("in.yaml").toString(), "in.yaml"));
    }
    String update = System.getProperty("palisade.golden");
    if (update != null) {
      Path target = Files.createDirectories(Path.of(update).resolve(golden.getFileName()));
      for (var file : files.entrySet()) {
        Files.createDirectories(target.resolve(file.getKey()).getParent());
        Files.writeString(target.resolve(file.getKey()), file.getValue());
      }
    }
    var expected = new TreeMap<>(files(golden));
    expected.remove("in.yaml");
    assertThat(files).isEqualTo(expected);
    assertThat(run.exitCode()).isEqualTo(files(out).isEmpty() ? 2 : 0);
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> examples = Files.list(Path.of("../../examples"))) {
      return examples.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void examples(Path example) throws IOException {
    Path out = directory.resolve("out");
    Run run = render(example, out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(files(out)).containsKeys("_default.apparmor", "profile.yaml");
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void aSecondRunWritesTheSameAndLeavesNothingBeside() throws IOException {
    Path out = directory.resolve("out");
    render(example("checkout-v2"), out);
    var first = files(out);
    assertThat(render(example("checkout-v2"), out).exitCode()).isZero();
    assertThat(files(out)).isEqualTo(first).hasSize(3);
    try (Stream<Path> beside = Files.list(out)) {
      assertThat(beside).hasSize(3);
    }
  }

  @Test
  void filesOfAnotherPolicyAreNotMixedIn() throws IOException {
    Path out = directory.resolve("out");
    render(example("checkout-v2"), out);
    var before = files(out);
    Run run = render(example("capabilities"), out);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "error: %s is of another policy or an older run; remove it, or name another directory\n"
                .formatted(out.resolve("app.apparmor")));
    assertThat(files(out)).isEqualTo(before);
  }

  @Test
  void aRefusedPolicyLeavesNoDirectory() throws IOException {
    Path in = Files.writeString(directory.resolve("in.yaml"), "a: [");
    Path out = directory.resolve("out");
    assertThat(render(in, out).exitCode()).isEqualTo(2);
    assertThat(out).doesNotExist();
  }

  @Test
  void compilingNeedsThePinnedParser() throws IOException {
    Path out = directory.resolve("out");
    Run run = render(example("checkout-v1"), out, "--compile", "--parser", "/bin/true");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "error: /bin/true is no apparmor_parser at all; blobs are made by apparmor_parser 4.1.0"
                + " only (package apparmor of Debian 13); give its path with --parser, or leave"
                + " --compile out\n");
    assertThat(out).doesNotExist();
    Path missing = directory.resolve("missing");
    assertThat(
            render(example("checkout-v1"), out, "--compile", "--parser", missing.toString()).err())
        .startsWith("error: " + missing + " is not there; blobs are made by apparmor_parser 4.1.0");
  }

  @Test
  void theNamespaceMayComeFromTheCommandLine() throws IOException {
    String text = Files.readString(example("checkout-v1"));
    Path in =
        Files.writeString(
            directory.resolve("in.yaml"), text.replaceFirst("(?m)^  namespace: shop\n", ""));
    Path out = directory.resolve("out");
    assertThat(render(in, out).err())
        .isEqualTo(
            "error: %s: SecurityPolicy checkout: metadata.namespace: namespace is missing and part of every name; write it, or give --namespace\n"
                .formatted(in));
    assertThat(render(in, out, "--namespace", "shop").exitCode()).isZero();
    Path whole = directory.resolve("whole");
    render(example("checkout-v1"), whole);
    assertThat(files(out)).isEqualTo(files(whole));
  }

  private static Path example(String name) {
    return Path.of("../../examples/" + name + ".yaml");
  }

  private record Run(int exitCode, String err) {}

  private static Run render(Path in, Path out, String... more) {
    var err = new StringWriter();
    CommandLine command = PalisadeCommand.commandLine().setErr(new PrintWriter(err));
    List<String> arguments =
        Stream.concat(
                Stream.of("render", "-f", in.toString(), "-o", out.toString()), Stream.of(more))
            .toList();
    return new Run(command.execute(arguments.toArray(String[]::new)), err.toString());
  }

  private static SortedMap<String, String> files(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> tree = Files.walk(root)) {
        for (Path file : tree.filter(Files::isRegularFile).toList()) {
          files.put(root.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return files;
  }
}
