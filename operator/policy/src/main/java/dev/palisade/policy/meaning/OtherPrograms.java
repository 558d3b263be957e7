package dev.palisade.policy.meaning;

import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.PolicyRule;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Answer.Source;
import java.util.List;
import java.util.stream.Stream;

/** Programs that have rules of their own: execution leads from here to those. */
record OtherPrograms(ContainerRules rules) {

  /**
   * Why the kernel refuses a hard link where both names may be executed; empty: it does not.
   *
   * @param name of the link, one char for each byte
   */
  List<Ground> between(String name, String target) {
    return name.equals(target)
        ? List.of()
        : rules.programs().stream()
            .filter(p -> p.path().equals(name) || p.path().equals(target))
            .flatMap(this::grounds)
            .toList();
  }

  private Stream<Ground> grounds(Program program) {
    String why =
        "%s runs under rules of its own, so it is no other program's name"
            .formatted(Quoted.of(program.written()));
    return rules.rules().stream()
        .filter(r -> r.programs().contains(program))
        .map(PolicyRule::place)
        .map(place -> new Ground(Source.POLICY, place, why));
  }
}
