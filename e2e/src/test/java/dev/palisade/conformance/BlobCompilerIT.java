package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.bed.NoCluster;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Compilation.Compiled;
import dev.palisade.compile.Compilation.Failed;
import dev.palisade.compile.Limits;
import dev.palisade.compile.Reason;
import dev.palisade.conformance.Batch.Denial;
import dev.palisade.policy.apparmor.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a compilation, by the real parser. */
@NoCluster
class BlobCompilerIT {
  private static final Limits LIMITS = Limits.DEFAULT;

  /** In the environment of the parsers of this class, and of no others that run beside them. */
  private static final String MARK = "BLOB_COMPILER_IT=" + System.nanoTime();

  private static Path parser;

  @BeforeAll
  static void build(@TempDir Path directory) throws IOException {
    parser =
        script(
            directory.resolve("parser"), "%s exec %s \"$@\"".formatted(MARK, MiniKernel.parser()));
  }

  @Test
  void theSameTextGivesTheSameBlob() throws Exception {
    Artefact artefact = denying("/var/log/**", "/etc/passwd");
    Compiled one = compiled(artefact);
    Compiled two = compiled(artefact);
    assertThat(one.bytes()).isEqualTo(two.bytes());
    assertThat(one.gzip()).isEqualTo(two.gzip());
    assertThat(one.sha256()).matches("[0-9a-f]{64}").isEqualTo(two.sha256());
    assertThat(one.sha1()).matches("[0-9a-f]{40}");
    assertThat(one.size()).isEqualTo(one.bytes().length);
  }

  @Test
  void aRefusedTextNamesTheRule() throws Exception {
    Artefact artefact = broken("  audit deny capability net_row,");
    assertThat(compile(artefact, LIMITS))
        .isEqualTo(
            new Failed(
                Reason.CompileFailed,
                "container _default: rule files/no-log-writes: apparmor_parser, line 4:"
                    + " \"Invalid capability net_row.\""));
  }

  @Test
  void cpuTimeIsLimited() throws Exception {
    assertThat(compile(bomb(), limits(1, 1L << 30, 120)))
        .isEqualTo(limit("used more than 1 s of CPU time"));
    assertThat(parsers()).isEmpty();
  }

  @Test
  void memoryIsLimited() throws Exception {
    assertThat(compile(bomb(), limits(600, 48L << 20, 600)))
        .isEqualTo(limit("needed more than 48 MiB of memory"));
  }

  @Test
  void wallTimeIsLimitedAndNoProcessIsLeft() throws Exception {
    assertThat(compile(bomb(), limits(600, 8L << 30, 2))).isEqualTo(limit("ran for more than 2 s"));
    assertThat(parsers()).as("processes of the parser that outlived it").isEmpty();
  }

  @Test
  void moreStatesThanTheFormatHolds() throws Exception {
    var random = new Random(1);
    String[] paths =
        IntStream.range(0, 180)
            .mapToObj(i -> {
              var path = new StringBuilder("/");
              random.ints(200, 'a', 'z' + 1).forEach(c -> path.append((char) c));
              return path.toString();
            })
            .toArray(String[]::new);
    Compilation answer = compile(denying(paths), limits(300, 4L << 30, 600));
    assertThat(answer).isInstanceOf(Failed.class);
    assertThat(((Failed) answer).reason()).isEqualTo(Reason.TooLarge);
    assertThat(((Failed) answer).message())
        .matches(
            "container _default: the profile needs \\d+ states, the kernel's format holds 65535;"
                + " write fewer paths, or \\* and \\*\\* for those that share a directory");
  }

  @Test
  void aBlobOverTheLimitIsNotStored() throws Exception {
    Artefact artefact = denying("/var/log/**");
    Compiled blob = compiled(artefact);
    int compressed = blob.gzip().length;
    Limits limits = new Limits(15, 1L << 30, Duration.ofMinutes(5), compressed - 1);
    assertThat(compile(artefact, limits))
        .isEqualTo(
            new Failed(
                Reason.TooLarge,
                "container _default: the compiled profile has %d bytes (%d compressed), at most %d compressed can be stored; write fewer paths, or * and ** for those that share a directory"
                    .formatted(blob.size(), compressed, compressed - 1)));
  }

  @Test
  void anotherParserIsRefused(@TempDir Path directory) throws Exception {
    Path other = script(directory.resolve("other_parser"), "echo AppArmor parser version 5.0.2");
    Artefact artefact = denying("/x");
    assertThat(new BlobCompiler(other, LIMITS).compile(artefact))
        .isEqualTo(
            new Failed(
                Reason.CompileFailed,
                other
                    + " is 5.0.2; blobs are made by apparmor_parser 4.1.0 only (package apparmor of"
                    + " Debian 13)"));
    assertThat(new BlobCompiler(directory.resolve("none"), LIMITS).compile(artefact))
        .isEqualTo(
            new Failed(
                Reason.CompileFailed,
                directory.resolve("none")
                    + " is not there; blobs are made by apparmor_parser 4.1.0 only"
                    + " (package apparmor of Debian 13)"));
  }

  private static Artefact denying(String... paths) {
    return new Batch(0, Denial.WRITE, Mode.Enforce, List.of(paths)).artefact();
  }

  private static Compiled compiled(Artefact artefact) throws InterruptedException {
    return (Compiled) compile(artefact, LIMITS);
  }

  private static Compilation compile(Artefact artefact, Limits limits) throws InterruptedException {
    return new BlobCompiler(parser, limits).compile(artefact);
  }

  /** What no policy can say: the shape that policies are refused for. */
  private static Artefact bomb() {
    return broken(
        IntStream.range(0, 16)
            .mapToObj(i -> "  audit deny \"/a/*x%d*y%d\" wkl,".formatted(i, i))
            .toArray(String[]::new));
  }

  private static Artefact broken(String... rules) {
    Artefact whole = denying("/x");
    List<String> lines =
        Stream.of(
                Stream.of("abi <abi/3.0>,", "profile \"broken\" {", "  file,"),
                Stream.of(rules),
                Stream.of("}"))
            .flatMap(s -> s)
            .toList();
    var text =
        new Profile.Text(
            String.join("\n", lines) + "\n",
            Collections.nCopies(lines.size(), "files/no-log-writes"));
    return new Artefact(whole.rules(), text, whole.hash(), whole.profileName(), whole.filter());
  }

  private static Limits limits(int cpuSeconds, long memory, int wallSeconds) {
    return new Limits(
        cpuSeconds, memory, Duration.ofSeconds(wallSeconds), LIMITS.compressedBytes());
  }

  private static Failed limit(String what) {
    return new Failed(
        Reason.CompileLimit,
        "container _default: apparmor_parser "
            + what
            + " and was ended; write fewer paths with wildcards before their end");
  }

  private static Path script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The parsers of this class that live. */
  private static List<Path> parsers() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().matches("\\d+"))
          .filter(p -> environment(p).contains(MARK))
          .toList();
    }
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it ended meanwhile
    }
  }
}
