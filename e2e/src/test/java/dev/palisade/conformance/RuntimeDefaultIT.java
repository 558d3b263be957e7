package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.bed.NoCluster;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Limits;
import dev.palisade.conformance.Batch.Denial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The base {@code RuntimeDefault} allows exactly what containerd's own default profile allows, and
 * what Docker's and CRI-O's do but for the differences that docs/rules/base.md states.
 */
@NoCluster
class RuntimeDefaultIT {
  private static final int QUERIES = Boolean.getBoolean("palisade.nightly") ? 200_000 : 20_000;
  private static final String THEIRS = "their.default";

  @TempDir Path directory;

  private final long seed = Long.getLong("palisade.seed", System.nanoTime());

  @ParameterizedTest
  @EnumSource
  void equalsTheRuntimes(DefaultProfile runtime) throws Exception {
    System.out.println("RuntimeDefaultIT: -Dpalisade.seed=" + seed);
    Artefact artefact = new Batch(0, Denial.WRITE, Mode.Enforce, List.of()).artefact();
    String ours = artefact.profileName();
    Compilation own = new BlobCompiler(MiniKernel.parser(), Limits.DEFAULT).compile(artefact);
    assertThat(own).isInstanceOf(Compilation.Compiled.class);
    List<byte[]> blobs =
        List.of(((Compilation.Compiled) own).bytes(), compiled(runtime.rendered(THEIRS)));

    var accesses = new DefaultAccesses(new Random(seed), ours, THEIRS);
    var queries = new ArrayList<Query>();
    for (int i = 0; i < QUERIES; i++) {
      queries.addAll(accesses.pair());
    }
    List<Answer> answers = MiniKernel.ask(directory, blobs, queries);
    var unstated = new ArrayList<String>();
    var stated = new TreeMap<StatedDifference, Integer>();
    var kinds = new TreeMap<Integer, Integer>();
    for (int i = 0; i < answers.size(); i += 2) {
      Query query = queries.get(i + 1);
      int mine = answers.get(i).allow() & query.meaningful();
      int their = answers.get(i + 1).allow() & query.meaningful();
      kinds.merge(mine, 1, Integer::sum);
      if (mine != their) {
        Optional<StatedDifference> known = StatedDifference.of(runtime, query);
        known.ifPresent(difference -> stated.merge(difference, 1, Integer::sum));
        if (known.isEmpty()) {
          unstated.add(
              "%s: ours allows %x, %s's %x".formatted(query.readable(), mine, runtime, their));
        }
      }
    }
    System.out.printf(
        "RuntimeDefaultIT: %s: %d queries to each, %d differences that are not stated, stated %s; answers by what they allow: %s%n",
        runtime, QUERIES, unstated.size(), stated, kinds);
    assertThat(unstated).as("seed %d", seed).isEmpty();
    assertThat(stated.keySet())
        .as("what is stated is there to be seen")
        .containsExactlyElementsOf(StatedDifference.of(runtime));
    assertThat(kinds.values().stream().filter(count -> count > QUERIES / 200))
        .as("the queries reach what the profile treats differently: %s", kinds)
        .hasSizeGreaterThan(4);
  }

  /** With the node's own abstractions, which are the parser's base. */
  private byte[] compiled(String theirs) throws Exception {
    Path text = directory.resolve("theirs");
    Files.writeString(text, theirs);
    return new ParserAlone(directory).blob(text);
  }
}
