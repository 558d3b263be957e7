package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.bed.Program;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Limits;
import dev.palisade.conformance.Batch.Denial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The base {@code RuntimeDefault} allows exactly what containerd's own default profile allows. */
class RuntimeDefaultIT {
  private static final int QUERIES = Boolean.getBoolean("palisade.nightly") ? 200_000 : 20_000;
  private static final String THEIRS = "cri-containerd.apparmor.d";

  @TempDir Path directory;

  private final long seed = Long.getLong("palisade.seed", System.nanoTime());

  @Test
  void equalsContainerdsDefault() throws Exception {
    System.out.println("RuntimeDefaultIT: -Dpalisade.seed=" + seed);
    Artefact artefact = new Batch(0, Denial.WRITE, Mode.Enforce, List.of()).artefact();
    String ours = artefact.profileName();
    Path parser = MiniKernel.parser();
    Compilation own = new BlobCompiler(parser, Limits.DEFAULT).compile(artefact);
    assertThat(own).isInstanceOf(Compilation.Compiled.class);
    List<byte[]> blobs = List.of(((Compilation.Compiled) own).bytes(), containerds(parser));

    var accesses = new DefaultAccesses(new Random(seed), ours, THEIRS);
    var queries = new ArrayList<Query>();
    for (int i = 0; i < QUERIES; i++) {
      queries.addAll(accesses.pair());
    }
    List<Answer> answers = MiniKernel.ask(directory, blobs, queries);
    var differences = new ArrayList<String>();
    var kinds = new TreeMap<Integer, Integer>();
    for (int i = 0; i < answers.size(); i += 2) {
      int meaningful = queries.get(i).meaningful();
      int mine = answers.get(i).allow() & meaningful;
      int their = answers.get(i + 1).allow() & meaningful;
      kinds.merge(mine, 1, Integer::sum);
      if (mine != their) {
        differences.add(
            "%s: ours allows %x, containerd's %x"
                .formatted(queries.get(i + 1).readable(), mine, their));
      }
    }
    System.out.printf(
        "RuntimeDefaultIT: %d queries to each, %d differences; answers by what they allow: %s%n",
        QUERIES, differences.size(), kinds);
    assertThat(differences).as("seed %d", seed).isEmpty();
    assertThat(kinds.values().stream().filter(count -> count > QUERIES / 200))
        .as("the queries reach what the profile treats differently: %s", kinds)
        .hasSizeGreaterThan(4);
  }

  /** With the node's own abstractions (the parser's base), and the features that ours is for. */
  private byte[] containerds(Path parser) throws Exception {
    Path text = directory.resolve("containerd");
    Path blob = directory.resolve("containerd.blob");
    Path features = directory.resolve("features");
    Files.writeString(text, ContainerdTemplate.rendered(THEIRS));
    try (var in = BlobCompiler.class.getResourceAsStream("/toolchain/linux-6.1.features")) {
      Files.copy(in, features);
    }
    Program.run(
            List.of(
                parser.toString(),
                "--config-file=/dev/null",
                "--skip-cache",
                "--skip-kernel-load",
                "--kernel-features=" + features,
                "--ofile=" + blob,
                text.toString()),
            Map.of(),
            Duration.ofMinutes(2))
        .successful();
    return Files.readAllBytes(blob);
  }
}
