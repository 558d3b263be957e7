package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.apparmor.Resource;
import dev.palisade.policy.apparmor.Rule;
import java.util.List;
import java.util.Optional;

/** The most that a process may have of a resource. It cannot be reported without being set. */
public record LimitRule(String name, Optional<Resource> resource, long max) implements PolicyRule {
  static LimitRule read(RuleFields fields) {
    List<String> resource = fields.texts("resource");
    if (resource.isEmpty()) {
      fields.error("resource", "resource is missing; write one such as NOFILE");
    }
    return new LimitRule(
        fields.name(), fields.words("resource", Resource.class).stream().findFirst(), max(fields));
  }

  private static long max(RuleFields fields) {
    String text = fields.texts("max").stream().findFirst().orElse("");
    if (!text.matches("[0-9]{1,18}")) {
      fields.error(
          "max",
          text.isEmpty()
              ? "max is missing; write a whole number"
              : "%s is no limit; write a whole number of at most 18 digits"
                  .formatted(Quoted.of(text)));
      return 0;
    }
    return Long.parseLong(text);
  }

  @Override
  public Action action() {
    return Action.DENY;
  }

  @Override
  public List<Rule> rules(Effect effect) {
    return effect == Effect.DENY
        ? resource.<Rule>map(r -> new Rule.Limit(r, max)).stream().toList()
        : List.of();
  }
}
