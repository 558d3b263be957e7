package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    RulesReader.Said said =
        RulesReader.read(
            at,
            draft,
            library.presets(),
            problems,
            (rule, action) -> base.ifPresent(b -> checkAction(rule, action, b)));
    base.ifPresent(b -> reader.warnOfMounts(said.rules(), b));
    SyscallCheck.of(at, said.rules(), problems);
    return base.map(b ->
        new ContainerRules(
            draft.name(),
            b,
            said.presets(),
            said.rules(),
            said.capabilities(),
            said.readOnlySecrets(),
            List.of()));
  }

  private Optional<BaseProfile> base(String name, Map<String, BaseProfile> bases) {
    Optional<BaseProfile> base = Optional.ofNullable(bases.get(name));
    if (base.isEmpty()) {
      String known =
          String.join(", ", new TreeSet<>(bases.keySet())) + " or the name of a SecurityBase";
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
}
