package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;

/** Running {@code paths} and mapping them as code. */
public record ExecutableRule(String name, Action action, List<Glob> paths) implements PolicyRule {

  public ExecutableRule {
    paths = List.copyOf(paths);
  }

  static ExecutableRule read(RuleFields fields) {
    PathReader.warnAboutLinks(fields);
    return new ExecutableRule(fields.name(), fields.action(), fields.paths());
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return FileRule.about(effect, paths, Access.EXECUTE.permissions(effect), Owner.ANY);
  }
}
