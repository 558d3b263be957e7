package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.bed.Await;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable: by which names it answers, and its AOT cache. No cluster. */
class CliStartIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path EXECUTABLE =
      Checkout.root().resolve("operator/cli/target/kubectl-palisade");

  @TempDir Path directory;
  private Path caches;

  @BeforeEach
  void noCaches() {
    caches = directory.resolve("caches");
  }

  @Test
  void itIsWhatItIsCalled() throws IOException {
    assertThat(run(link("palisade"), "", "status", "--help").out())
        .startsWith("Usage: palisade status ");
    assertThat(run(link("kubectl-palisade"), "", "--help").out())
        .startsWith("Usage: kubectl palisade ");
    assertThat(run(link("kubectl_complete-palisade"), "", "status", "--wat").out())
        .startsWith("--watch\t")
        .endsWith("\n:4\n");
    assertThat(caches).doesNotExist();
  }

  @Test
  void theFirstUseMakesACacheAndOneThatIsSpoiledIsNotHeardOf() throws IOException {
    Path kept = caches.resolve("kubectl-palisade");
    String version = run(EXECUTABLE, caches.toString(), "--version").successful().out();
    Await.until("the cache", SOON.multipliedBy(2), () -> assertThat(made(kept)).hasSize(1));
    Path cache = made(kept).getFirst();
    assertThat(cache).isNotEmptyFile();

    // With this option a JVM that does not take its cache ends.
    Program used =
        Program.run(
            List.of(EXECUTABLE.toString(), "--version"),
            Map.of(
                "KUBECTL_PALISADE_CACHE", caches.toString(), "JAVA_TOOL_OPTIONS", "-XX:AOTMode=on"),
            SOON);
    assertThat(used.successful().out()).isEqualTo(version);

    Files.writeString(cache, "not a cache");
    Program spoiled = run(EXECUTABLE, caches.toString(), "--version");
    assertThat(spoiled.successful().out()).isEqualTo(version);
    assertThat(spoiled.err()).isEmpty();
  }

  private static List<Path> made(Path kept) throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      return files.filter(f -> f.toString().endsWith(".aot")).toList();
    }
  }

  private Path link(String name) throws IOException {
    return Files.createSymbolicLink(directory.resolve(name), EXECUTABLE);
  }

  private static Program run(Path executable, String caches, String... arguments) {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    return Program.run(command, Map.of("KUBECTL_PALISADE_CACHE", caches), SOON);
  }
}
