package dev.palisade.conformance;

import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.meaning.Question;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Programs of the small world, that some rules are for alone. */
final class SamplePrograms {
  private static final List<String> ALL = List.of("/a/ab", "/a/b/a", "/a/a b");

  private final Random random;

  SamplePrograms(Random random) {
    this.random = random;
  }

  String one() {
    return any(ALL);
  }

  /** Whom a rule is for; null, for every process, most of the time. */
  List<String> some() {
    return random.nextInt(4) != 0
        ? null
        : random.nextBoolean() ? List.of(one()) : ALL.subList(1, 3);
  }

  /** Not their paths: what begins with a slash in a part's text is what the rule is about. */
  String text(List<String> some) {
    return some == null ? "" : " for programs " + some.stream().map(ALL::indexOf).toList();
  }

  /** Who asks a policy: one of these that have rules of their own in it, or any other. */
  Optional<Program> asking(List<Program> programs) {
    return programs.isEmpty() || random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(any(programs));
  }

  /**
   * Whether the kernel's {@code .access} tells. It does not tell where execution leads, by which a
   * link between a program and another name is refused; a process tries that (RuleKindsE2E).
   */
  static boolean isTold(Question question, List<Program> programs) {
    return !(question instanceof Question.MakeLink(String name, String target, boolean owned)
        && programs.stream().anyMatch(p -> p.path().equals(name) != p.path().equals(target)));
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
