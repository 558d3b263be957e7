package dev.palisade.conformance;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.conformance.Batch.Denial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A query with what the kernel must answer.
 *
 * @param mask the permissions the answer is about
 * @param hit whether a rule of the batch is about it
 */
record PathQuestion(Batch batch, Query query, String what, int mask, boolean hit) {
  /** Names that no generated path has. */
  private static final byte[] ELSEWHERE = "/ELSEWHERE/NAME".getBytes(StandardCharsets.US_ASCII);

  /** Two names for each path of the batch, and links for some. */
  static List<PathQuestion> about(
      Batch batch, String label, PathGenerator generator, Random random) {
    List<ReferenceMatcher> rules = batch.paths().stream().map(ReferenceMatcher::new).toList();
    var questions = new ArrayList<PathQuestion>();
    for (String path : batch.paths()) {
      byte[] name = generator.instance(path);
      questions.add(file(batch, label, rules, name));
      questions.add(file(batch, label, rules, generator.nearMiss(name)));
      if (random.nextInt(8) == 0 && linkable(name)) {
        questions.add(link(batch, label, rules, random.nextBoolean() ? ELSEWHERE : name, name));
        questions.add(link(batch, label, rules, name, ELSEWHERE));
      }
    }
    return questions;
  }

  /**
   * The link rule that {@code file,} stands for is about {@code /**}, which does not match a name
   * that begins with two slashes; the kernel's path walk makes none.
   */
  private static boolean linkable(byte[] name) {
    return name.length < 2 || name[1] != '/';
  }

  private static PathQuestion file(
      Batch batch, String label, List<ReferenceMatcher> rules, byte[] name) {
    return new PathQuestion(
        batch, Query.file(label, name), text(name), batch.denial().mask, anyMatches(rules, name));
  }

  /** A protected file gets no other name; what may not be written is no name for another file. */
  private static PathQuestion link(
      Batch batch, String label, List<ReferenceMatcher> rules, byte[] name, byte[] target) {
    boolean hit =
        anyMatches(rules, target) || (batch.denial() == Denial.WRITE && anyMatches(rules, name));
    return new PathQuestion(
        batch,
        Query.link(label, name, target),
        text(name) + " -> " + text(target),
        Answer.LINK,
        hit);
  }

  private static boolean anyMatches(List<ReferenceMatcher> rules, byte[] name) {
    return rules.stream().anyMatch(rule -> rule.matches(name));
  }

  /** Empty if the kernel says the same. */
  Optional<String> difference(Answer answer) {
    boolean enforced = batch.mode() == Mode.Enforce;
    int allowed = hit && enforced ? 0 : mask;
    // A denial that is not quiet is always audited: the kernel keeps no bit for it.
    int audited = hit && !enforced ? mask : 0;
    boolean same =
        (answer.allow() & mask) == allowed
            && (answer.audit() & mask) == audited
            && (answer.quiet() & mask) == 0;
    return same
        ? Optional.empty()
        : Optional.of(
            "%s %s %s: a rule %s; the kernel says %s for mask %x (profile %s; rules near: %s)"
                .formatted(
                    batch.mode(),
                    batch.denial(),
                    what,
                    hit ? "matches" : "does not match",
                    answer,
                    mask,
                    query.label(),
                    near()));
  }

  private List<String> near() {
    String start = what.substring(0, Math.min(3, what.length()));
    return batch.paths().stream()
        .filter(p -> p.startsWith(start) || batch.paths().size() < 10)
        .limit(10)
        .toList();
  }

  private static String text(byte[] name) {
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
