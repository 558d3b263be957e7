package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code access} to {@code paths}. */
public record FileRule(String name, Action action, List<Glob> paths, Set<Access> access)
    implements PolicyRule {
  public FileRule {
    paths = List.copyOf(paths);
    access = Set.copyOf(access);
  }

  static FileRule read(RuleFields fields) {
    Set<Access> access = fields.words("access", Access.class);
    if (fields.texts("access").isEmpty()) {
      fields.error("access", "access is missing; write [Write], [Read] or both");
    }
    return new FileRule(fields.name(), fields.action(), fields.paths(), access);
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return access.isEmpty() ? List.of() : about(effect, paths, Access.permissions(access));
  }

  /** Without the second rule a file could be reached by a new name of its own. */
  static List<Rule> about(Effect effect, List<Glob> paths, Set<Permission> permissions) {
    return paths.stream()
        .flatMap(
            p -> Stream.<Rule>of(new Rule.Path(effect, p, permissions), new Rule.LinkTo(effect, p)))
        .toList();
  }
}
