package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code access} to {@code paths}, of anybody's files or of one's own. */
public record FileRule(
    String name,
    Action action,
    List<Glob> paths,
    Set<Access> access,
    Owner owner,
    Set<Program> programs)
    implements PolicyRule {
  public FileRule {
    paths = List.copyOf(paths);
    access = Set.copyOf(access);
    programs = Set.copyOf(programs);
  }

  static FileRule read(RuleFields fields) {
    Set<Access> access =
        fields.someWords(
            "access", Access.class, "what the rule is about, such as [Write] or [Read]");
    return new FileRule(
        fields.name(),
        fields.action(),
        fields.paths(),
        access,
        fields.wordOr("owner", Owner.class, Owner.ANY),
        ProgramReader.programs(fields));
  }

  @Override
  public FileRule with(Set<Program> others) {
    return new FileRule(name, action, paths, access, owner, others);
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return access.isEmpty()
        ? List.of()
        : about(effect, paths, Access.permissions(access, effect), owner);
  }

  /**
   * Without the second rule what is denied of a file could be had by a new name of its own. What is
   * allowed of a file is no leave to give it other names.
   */
  static List<Rule> about(
      Effect effect, List<Glob> paths, Set<Permission> permissions, Owner owner) {
    return paths.stream()
        .flatMap(p -> {
          var path = new Rule.Path(effect, p, permissions, owner);
          return effect == Effect.ALLOW
              ? Stream.<Rule>of(path)
              : Stream.of(path, new Rule.LinkTo(effect, p, owner));
        })
        .toList();
  }
}
