package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Family;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.SocketType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Making and using sockets.
 *
 * @param families empty for all
 * @param types empty for all
 */
public record NetworkRule(
    String name, Action action, Set<Family> families, Set<SocketType> types, Set<Program> programs)
    implements PolicyRule {
  public NetworkRule {
    families = Set.copyOf(families);
    types = Set.copyOf(types);
    programs = Set.copyOf(programs);
  }

  static NetworkRule read(RuleFields fields) {
    return new NetworkRule(
        fields.name(),
        fields.action(),
        fields.allOrWords("families", Family.class),
        fields.allOrWords("types", SocketType.class),
        ProgramReader.programs(fields));
  }

  @Override
  public NetworkRule with(Set<Program> others) {
    return new NetworkRule(name, action, families, types, others);
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return allOrEach(families)
        .flatMap(f -> allOrEach(types).map(t -> (Rule) new Rule.Network(effect, f, t)))
        .toList();
  }

  private static <W> Stream<Optional<W>> allOrEach(Set<W> words) {
    return words.isEmpty() ? Stream.of(Optional.empty()) : words.stream().map(Optional::of);
  }
}
