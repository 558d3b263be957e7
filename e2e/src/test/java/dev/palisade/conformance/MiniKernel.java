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
import java.util.List;
import java.util.Map;

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
  static synchronized List<Answer> ask(
      Path directory, Collection<byte[]> blobs, List<Query> queries) throws IOException {
    Path work = Files.createTempDirectory(directory, "mini");
    try {
      return askIn(work, blobs, queries);
    } finally {
      Trees.delete(work);
    }
  }

  private static List<Answer> askIn(Path work, Collection<byte[]> blobs, List<Query> queries)
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
    return Path.of(bed("parser").out().strip());
  }

  private static Program bed(String... command) {
    List<String> line = new ArrayList<>(List.of(Checkout.root().resolve("e2e/bed/bed").toString()));
    line.addAll(List.of(command));
    return Program.run(line, Map.of("BED_MINI_TIMEOUT", "1100"), LIMIT).successful();
  }
}
