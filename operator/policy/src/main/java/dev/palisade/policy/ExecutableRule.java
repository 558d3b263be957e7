package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;
import java.util.Set;

/** Running {@code paths} and mapping them as code. */
public record ExecutableRule(String name, Action action, List<Glob> paths, Set<Program> programs)
    implements PolicyRule {

  public ExecutableRule {
    paths = List.copyOf(paths);
    programs = Set.copyOf(programs);
  }

  static ExecutableRule read(RuleFields fields) {
    PathReader.warnAboutLinks(fields, PathReader.PATHS);
    return new ExecutableRule(
        fields.name(), fields.action(), fields.paths(), ProgramReader.programs(fields));
  }

  @Override
  public ExecutableRule with(Set<Program> others) {
    return new ExecutableRule(name, action, paths, others);
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return FileRule.about(effect, paths, Access.EXECUTE.permissions(effect), Owner.ANY);
  }
}
