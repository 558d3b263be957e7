package dev.palisade.policy;

import dev.palisade.policy.apparmor.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** Reads rules, of a container or of the cluster. */
final class RulesReader {
  private final String at;
  private final List<Problem> problems;
  private final BiConsumer<RuleFields, Action> checkAction;

  private RulesReader(
      String at, List<Problem> problems, BiConsumer<RuleFields, Action> checkAction) {
    this.at = at;
    this.problems = problems;
    this.checkAction = checkAction;
  }

  /** What was said, without what was wrong. */
  record Said(
      List<Preset> presets,
      List<PolicyRule> rules,
      CapabilityRules capabilities,
      boolean readOnlySecrets) {}

  /**
   * Reads all of them.
   *
   * @param at where they stand, as {@code spec.containers[0]}
   * @param problems gets what is wrong
   * @param checkAction is asked about each rule's
   */
  static Said read(
      String at,
      Draft.Container draft,
      SortedMap<String, Preset> library,
      List<Problem> problems,
      BiConsumer<RuleFields, Action> checkAction) {
    var reader = new RulesReader(at, problems, checkAction);
    List<Preset> presets = reader.presets(draft.presets(), library);
    var rules = new ArrayList<PolicyRule>();
    for (RuleList list : RuleList.values()) {
      reader.read(list, draft.rules(list), rules);
    }
    reader.limitPaths(draft);
    ProgramReader.limit(at, rules, problems);
    CapabilityRules capabilities =
        draft
            .capabilities()
            .map(c -> CapabilityReader.read(at + ".capabilities", c, problems))
            .orElse(CapabilityRules.NONE);
    return new Said(
        presets, List.copyOf(rules), capabilities, reader.readOnlySecrets(draft.secretMounts()));
  }

  private List<Preset> presets(List<String> names, SortedMap<String, Preset> known) {
    Map<String, Preset> presets = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String where = "%s.%s[%d]".formatted(at, Preset.LIST, i);
      if (presets.containsKey(name)) {
        problems.add(Problem.error(where, "preset %s is there twice".formatted(Quoted.of(name))));
      } else if (known.containsKey(name)) {
        presets.put(name, known.get(name));
      } else {
        problems.add(
            Problem.error(
                where,
                "unknown preset %s; write one of %s"
                    .formatted(Quoted.of(name), String.join(", ", known.keySet()))));
      }
    }
    return List.copyOf(presets.values());
  }

  private void read(RuleList list, List<Draft.Rule> drafts, List<PolicyRule> rules) {
    String where = at + "." + list.word();
    if (drafts.size() > ContainerReader.MAX_RULES) {
      problems.add(
          Problem.error(
              where,
              "%d rules; write at most %d, a rule may name many things"
                  .formatted(drafts.size(), ContainerReader.MAX_RULES)));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < drafts.size(); i++) {
      var fields = new RuleFields(where + "[" + i + "]", drafts.get(i), problems);
      fields.checkName(seen);
      PolicyRule rule = list.read(fields);
      checkAction.accept(fields, rule.action());
      rules.add(rule);
    }
  }

  private boolean readOnlySecrets(String word) {
    if (!word.isEmpty() && !word.equals(SecretMounts.READ_ONLY)) {
      problems.add(
          Problem.error(
              at + "." + SecretMounts.FIELD,
              "unknown word %s; write %s, or leave %s out"
                  .formatted(Quoted.of(word), SecretMounts.READ_ONLY, SecretMounts.FIELD)));
    }
    return word.equals(SecretMounts.READ_ONLY);
  }

  private void limitPaths(Draft.Container draft) {
    int paths =
        draft.rules().values().stream()
            .flatMap(List::stream)
            .mapToInt(r -> r.texts("paths").size())
            .sum();
    if (paths > ContainerReader.MAX_PATHS) {
      problems.add(
          Problem.error(
              at,
              "%d paths; write at most %d for a container, with * or ** for those that share a directory"
                  .formatted(paths, ContainerReader.MAX_PATHS)));
    }
  }
}
