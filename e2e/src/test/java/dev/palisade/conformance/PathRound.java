package dev.palisade.conformance;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.compile.Artefact;
import dev.palisade.conformance.Batch.Denial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Paths that one kernel is asked about, in batches of a profile each.
 *
 * @param seed makes the same round again
 * @param values how many paths there are
 */
record PathRound(long seed, int values, List<Artefact> artefacts, List<PathQuestion> questions) {
  private static final List<Denial> DENIALS = List.of(Denial.values());

  /** The parser takes as long for each path up to here, and longer beyond. */
  private static final int BATCH = 128;

  /** Wildcards in a first segment multiply one another: few in a profile. */
  private static final int WIDE_BATCH = 8;

  private static final int LONGEST = 256;

  /**
   * A round.
   *
   * @param wanted so many paths at least, and less than a batch more
   */
  static PathRound of(long seed, int wanted) {
    var random = new Random(seed);
    var generator = new PathGenerator(random);
    List<Batch> batches = batches(wanted, generator, random);
    var artefacts = new ArrayList<Artefact>();
    var questions = new ArrayList<PathQuestion>();
    for (Batch batch : batches) {
      artefacts.add(batch.artefact());
      questions.addAll(
          PathQuestion.about(batch, artefacts.getLast().profileName(), generator, random));
    }
    int values = batches.stream().mapToInt(b -> b.paths().size()).sum();
    return new PathRound(seed, values, artefacts, questions);
  }

  private static List<Batch> batches(int wanted, PathGenerator generator, Random random) {
    var batches = new ArrayList<Batch>();
    Set<String> seen = new HashSet<>();
    int values = 0;
    while (values < wanted) {
      boolean wide = batches.size() % 4 == 3;
      var paths = new ArrayList<String>();
      while (paths.size() < (wide ? WIDE_BATCH : BATCH)) {
        String path =
            wide
                ? generator.wide()
                : random.nextInt(8) == 0 ? generator.glob() : generator.literal();
        if (path.codePointCount(0, path.length()) <= LONGEST && (wide || seen.add(path))) {
          paths.add(path);
        }
      }
      Denial denial = DENIALS.get(random.nextInt(DENIALS.size()));
      Mode mode = random.nextInt(8) == 0 ? Mode.Complain : Mode.Enforce;
      batches.add(new Batch(batches.size(), denial, mode, List.copyOf(paths)));
      values += paths.size();
    }
    return batches;
  }
}
