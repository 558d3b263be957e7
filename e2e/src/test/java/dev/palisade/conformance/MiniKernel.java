package dev.palisade.conformance;

import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import dev.palisade.bed.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bed's mini VM: a kernel that loads profiles and answers what they allow. */
final class MiniKernel {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private MiniKernel() {}

  /**
   * Boots, loads, asks. One at a time: it computes all the while, and other tests wait for answers
   * of the cluster.
   *
   * @param directory for what goes to the kernel and comes from it, for so long
   * @return one answer for each query, in their order
   */
  static List<Answer> ask(Path directory, Collection<byte[]> blobs, List<Query> queries)
      throws IOException {
    return ask(Optional.empty(), directory, blobs, queries);
  }

  /**
   * The same of such a machine.
   *
   * @param machine {@code uml} or {@code qemu}, which has Debian's own kernel image; as the nodes
   *     are if it is empty
   */
  static synchronized List<Answer> ask(
      Optional<String> machine, Path directory, Collection<byte[]> blobs, List<Query> queries)
      throws IOException {
    Path work = Files.createTempDirectory(directory, "mini");
    try {
      return askIn(machine, work, blobs, queries);
    } finally {
      Trees.delete(work);
    }
  }

  private static List<Answer> askIn(
      Optional<String> machine, Path work, Collection<byte[]> blobs, List<Query> queries)
      throws IOException {
    Path loads = Files.createDirectory(work.resolve("blobs"));
    int number = 0;
    for (byte[] blob : blobs) {
      Files.write(loads.resolve("%05d".formatted(number++)), blob);
    }
    Path questions = work.resolve("queries");
    try (var out = Files.newBufferedWriter(questions, StandardCharsets.US_ASCII)) {
      for (Query query : queries) {
        out.write(query.line());
        out.write('\n');
      }
    }
    Path answers = work.resolve("answers");
    Program mini =
        bed(
            machine,
            "mini",
            "--blobs",
            loads.toString(),
            "--queries",
            questions.toString(),
            "--out",
            answers.toString());
    System.out.println(mini.err().strip());
    List<Answer> parsed = Files.readAllLines(answers).stream().map(Answer::parse).toList();
    if (parsed.size() != queries.size()) {
      throw new IllegalStateException(
          "%d answers to %d queries".formatted(parsed.size(), queries.size()));
    }
    return parsed;
  }

  /** Path of the pinned parser. */
  static Path parser() {
    return Path.of(bed(Optional.empty(), "parser").out().strip());
  }

  private static Program bed(Optional<String> machine, String... command) {
    List<String> line = new ArrayList<>(List.of(Checkout.root().resolve("e2e/bed/bed").toString()));
    line.addAll(List.of(command));
    Map<String, String> environment = new HashMap<>(Map.of("BED_MINI_TIMEOUT", "1100"));
    machine.ifPresent(m -> environment.put("BED_MACHINE", m));
    return Program.run(line, environment, LIMIT).successful();
  }
}
