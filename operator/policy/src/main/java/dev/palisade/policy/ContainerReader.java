package dev.palisade.policy;

import dev.palisade.policy.ContainerRules.ExecutableRule;
import dev.palisade.policy.ContainerRules.FileRule;
import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Quoted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
      String at, Draft.Container draft, Map<String, BaseProfile> bases, List<Problem> problems) {
    var reader = new ContainerReader(at, problems);
    Optional<BaseProfile> base = reader.base(draft.base(), bases);
    List<FileRule> files = reader.files(draft.files());
    List<ExecutableRule> executables = reader.executables(draft.executables());
    reader.limitPaths(files, executables);
    CapabilityRules capabilities =
        draft
            .capabilities()
            .map(c -> CapabilityReader.read(at + ".capabilities", c, problems))
            .orElse(CapabilityRules.NONE);
    return base.map(b -> new ContainerRules(draft.name(), b, files, executables, capabilities));
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

  private List<FileRule> files(List<Draft.PathRule> drafts) {
    var rules = new ArrayList<FileRule>();
    var names = new RuleNames(at + ".files", drafts.size(), problems);
    for (int i = 0; i < drafts.size(); i++) {
      Draft.PathRule draft = drafts.get(i);
      String path = at + ".files[" + i + "]";
      names.check(path, draft);
      Set<Access> access = access(path + ".access", draft.access());
      rules.add(new FileRule(draft.name(), PathReader.globs(path, draft, problems), access));
    }
    return rules;
  }

  private List<ExecutableRule> executables(List<Draft.PathRule> drafts) {
    var rules = new ArrayList<ExecutableRule>();
    var names = new RuleNames(at + ".executables", drafts.size(), problems);
    for (int i = 0; i < drafts.size(); i++) {
      Draft.PathRule draft = drafts.get(i);
      String path = at + ".executables[" + i + "]";
      names.check(path, draft);
      PathReader.warnAboutLinks(path, draft, problems);
      rules.add(new ExecutableRule(draft.name(), PathReader.globs(path, draft, problems)));
    }
    return rules;
  }

  private Set<Access> access(String path, List<String> words) {
    var access = EnumSet.noneOf(Access.class);
    if (words.isEmpty()) {
      problems.add(Problem.error(path, "access is missing; write [Write], [Read] or both"));
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      Access.of(word)
          .ifPresentOrElse(
              access::add,
              () ->
                  problems.add(
                      Problem.error(
                          path,
                          "unknown access %s; write Read or Write".formatted(Quoted.of(word)))));
    }
    return access;
  }

  private void limitPaths(List<FileRule> files, List<ExecutableRule> executables) {
    int paths =
        files.stream().mapToInt(r -> r.paths().size()).sum()
            + executables.stream().mapToInt(r -> r.paths().size()).sum();
    if (paths > MAX_PATHS) {
      problems.add(
          Problem.error(
              at,
              "%d paths; write at most %d for a container, with * or ** for those that share a directory"
                  .formatted(paths, MAX_PATHS)));
    }
  }

  /** Names of rules: labels, each once in its list. */
  private record RuleNames(Set<String> seen, List<Problem> problems) {
    RuleNames(String list, int size, List<Problem> problems) {
      this(new HashSet<>(), problems);
      if (size > MAX_RULES) {
        problems.add(
            Problem.error(
                list,
                "%d rules; write at most %d, a rule may have many paths"
                    .formatted(size, MAX_RULES)));
      }
    }

    void check(String path, Draft.PathRule rule) {
      if (!DnsLabel.matches(rule.name())) {
        problems.add(
            Problem.error(
                path + ".name",
                "the rule name is %s; write at most %d lower-case letters, digits and -"
                    .formatted(
                        rule.name().isEmpty() ? "missing" : Quoted.of(rule.name()),
                        DnsLabel.MAX_LENGTH)));
      }
      if (!seen.add(rule.name())) {
        problems.add(
            Problem.error(
                path + ".name",
                "rule %s is there twice; choose another name".formatted(Quoted.of(rule.name()))));
      }
      if (!rule.action().equals("Deny")) {
        problems.add(
            Problem.error(
                path + ".action",
                rule.action().isEmpty()
                    ? "action is missing; write Deny"
                    : "unknown action %s; write Deny".formatted(Quoted.of(rule.action()))));
      }
    }
  }
}
