package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the rules of one container. */
public final class ContainerReader {
  /** As the CRD has it. */
  public static final int MAX_RULES = 32;

  /** About 16 states for each: a thousand use a quarter of what the kernel's format can hold. */
  public static final int MAX_PATHS = 1000;

  private final String at;
  private final List<Problem> problems;

  private ContainerReader(String at, List<Problem> problems) {
    this.at = at;
    this.problems = problems;
  }

  /**
   * Reads one container.
   *
   * @param at where the container stands, as {@code spec.containers[0]}
   * @param problems gets what is wrong, and warnings
   * @return empty only if there is no such base; anything else that is wrong is left out
   */
  public static Optional<ContainerRules> read(
      String at, Draft.Container draft, Library library, List<Problem> problems) {
    var reader = new ContainerReader(at, problems);
    Optional<BaseProfile> base = reader.base(draft.base(), library.bases());
    List<Preset> presets = reader.presets(draft.presets(), library.presets());
    var rules = new ArrayList<PolicyRule>();
    for (RuleList list : RuleList.values()) {
      reader.read(list, draft.rules(list), base, rules);
    }
    reader.limitPaths(draft);
    base.ifPresent(b -> reader.warnOfMounts(rules, b));
    CapabilityRules capabilities =
        draft
            .capabilities()
            .map(c -> CapabilityReader.read(at + ".capabilities", c, problems))
            .orElse(CapabilityRules.NONE);
    boolean readOnlySecrets = reader.readOnlySecrets(draft.secretMounts());
    return base.map(
        b -> new ContainerRules(draft.name(), b, presets, rules, capabilities, readOnlySecrets));
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

  private Optional<BaseProfile> base(String name, Map<String, BaseProfile> bases) {
    Optional<BaseProfile> base = Optional.ofNullable(bases.get(name));
    if (base.isEmpty()) {
      String known = String.join(" or ", new TreeSet<>(bases.keySet()));
      problems.add(
          new Problem(
              Problem.Severity.ERROR,
              Problem.Kind.UNKNOWN_BASE,
              at + ".base",
              name.isEmpty()
                  ? "base is missing; write " + known
                  : "unknown base %s; write %s".formatted(Quoted.of(name), known)));
    }
    return base;
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

  private void read(
      RuleList list, List<Draft.Rule> drafts, Optional<BaseProfile> base, List<PolicyRule> rules) {
    String where = at + "." + list.word();
    if (drafts.size() > MAX_RULES) {
      problems.add(
          Problem.error(
              where,
              "%d rules; write at most %d, a rule may name many things"
                  .formatted(drafts.size(), MAX_RULES)));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < drafts.size(); i++) {
      var fields = new RuleFields(where + "[" + i + "]", drafts.get(i), problems);
      checkName(fields, seen);
      PolicyRule rule = list.read(fields);
      base.ifPresent(b -> checkAction(fields, rule.action(), b));
      rules.add(rule);
    }
  }

  /** What a base leaves nothing for would be said in vain. */
  private static void checkAction(RuleFields rule, Action action, BaseProfile base) {
    if (action == Action.ALLOW && !base.deniesByDefault()) {
      rule.error(
          "action",
          "base %s allows it already, or denies it for good; leave the rule out, or write base: %s"
              .formatted(base.name(), Library.RESTRICTED));
    }
    if (action == Action.AUDIT && base.deniesByDefault()) {
      rule.error(
          "action",
          "base %s allows next to nothing that could be reported; write Allow or Deny"
              .formatted(base.name()));
    }
  }

  /** A rule that changes nothing is not silent about it. */
  private void warnOfMounts(List<PolicyRule> rules, BaseProfile base) {
    List<MountRule> mounts =
        rules.stream().filter(MountRule.class::isInstance).map(MountRule.class::cast).toList();
    for (int i = 0; i < mounts.size(); i++) {
      List<MountOperation> idle = mounts.get(i).withoutEffect(base);
      if (!idle.isEmpty() && mounts.get(i).action() != Action.ALLOW) {
        problems.add(
            Problem.warning(
                "%s.mounts[%d].operations".formatted(at, i),
                "base %s denies %s already: the rule changes nothing about it"
                    .formatted(
                        base.name(),
                        idle.stream().map(Word::word).collect(Collectors.joining(", ")))));
      }
    }
  }

  /** Names are labels, each once in its list. */
  private static void checkName(RuleFields rule, Set<String> seen) {
    if (!DnsLabel.matches(rule.name())) {
      rule.error(
          "name",
          "the rule name is %s; write at most %d lower-case letters, digits and -"
              .formatted(
                  rule.name().isEmpty() ? "missing" : Quoted.of(rule.name()), DnsLabel.MAX_LENGTH));
    }
    if (!seen.add(rule.name())) {
      rule.error(
          "name", "rule %s is there twice; choose another name".formatted(Quoted.of(rule.name())));
    }
  }

  private void limitPaths(Draft.Container draft) {
    int paths =
        draft.rules().values().stream()
            .flatMap(List::stream)
            .mapToInt(r -> r.texts("paths").size())
            .sum();
    if (paths > MAX_PATHS) {
      problems.add(
          Problem.error(
              at,
              "%d paths; write at most %d for a container, with * or ** for those that share a directory"
                  .formatted(paths, MAX_PATHS)));
    }
  }
}
