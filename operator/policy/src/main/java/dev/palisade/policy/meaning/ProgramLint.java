package dev.palisade.policy.meaning;

import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Policy;
import dev.palisade.policy.PolicyRule;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Finding.Severity;
import dev.palisade.policy.meaning.Question.OnFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be said against rules that are for some programs alone. */
public final class ProgramLint {
  private final Policy policy;
  private final ContainerRules rules;
  private final List<Meaning> meanings;

  private ProgramLint(Policy policy, ContainerRules rules) {
    this.policy = policy;
    this.rules = rules;
    this.meanings =
        Stream.concat(Stream.of(rules), rules.programs().stream().map(rules::of))
            .map(this::meaning)
            .toList();
  }

  /** Findings about one container, none where no rule is for some programs alone. */
  public static List<Finding> of(Policy policy, ContainerRules rules) {
    return new ProgramLint(policy, rules).findings();
  }

  private List<Finding> findings() {
    return rules.programs().stream()
        .flatMap(p -> Stream.of(link(p).stream(), idle(p).stream(), own(p)).flatMap(s -> s))
        .distinct()
        .toList();
  }

  private Meaning meaning(ContainerRules held) {
    return Meaning.of(policy, held, ContainerRuntime.CONTAINERD);
  }

  private Optional<Finding> link(Program program) {
    return KnownLinks.resolved(program.glob())
        .map(target ->
            warning(
                program,
                "program %s leads through a link, and the kernel sees what it points to; write %s"
                    .formatted(Quoted.of(program.written()), Quoted.of(target))));
  }

  /** Nobody may run it, so nothing is ever under its rules. */
  private Optional<Finding> idle(Program program) {
    var run = new OnFile(Set.of(Permission.EXECUTE), program.path(), true);
    List<Answer> answers = meanings.stream().map(m -> m.answer(run)).toList();
    return answers.stream().anyMatch(Answer::allowed)
        ? Optional.empty()
        : Optional.of(
            warning(
                program,
                "never holds for %s: no process may run it (%s)"
                    .formatted(
                        Quoted.of(program.written()),
                        answers.getFirst().grounds().stream()
                            .map(ProgramLint::who)
                            .distinct()
                            .collect(Collectors.joining(", ")))));
  }

  private static String who(Ground ground) {
    return ground.name().isEmpty() ? ground.rule() : ground.name();
  }

  /** What is said of its own rules, beside those for every process; what those do is said once. */
  private Stream<Finding> own(Program program) {
    Set<String> own =
        rules.ownEntries(program, Mode.ENFORCE).stream()
            .map(Entry::origin)
            .collect(Collectors.toSet());
    return Lint.of(meaning(rules.of(program))).stream().filter(f -> own.contains(f.rule()));
  }

  private Finding warning(Program program, String message) {
    String names =
        rules.rules().stream()
            .filter(r -> r.programs().contains(program))
            .map(PolicyRule::place)
            .collect(Collectors.joining(", "));
    return new Finding(Severity.WARNING, names, message);
  }
}
