package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.RuleSet;
import dev.palisade.policy.apparmor.WithinBase;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules of one container, or with name {@code _default} of the pod level.
 *
 * @param rules also those that are for some programs alone, see {@link #of(Program)}
 * @param presets by name, each once
 * @param readOnlySecrets {@code secretMounts: ReadOnly}
 * @param cluster what the cluster takes away besides, by name
 */
public record ContainerRules(
    String name,
    BaseProfile base,
    List<Preset> presets,
    List<PolicyRule> rules,
    CapabilityRules capabilities,
    boolean readOnlySecrets,
    List<ClusterRules> cluster) {
  public ContainerRules {
    presets = presets.stream().sorted(Comparator.comparing(Preset::name)).toList();
    rules = List.copyOf(rules);
    cluster = cluster.stream().sorted(Comparator.comparing(ClusterRules::name)).toList();
  }

  /** The same rules in a cluster that takes this away. */
  public ContainerRules under(List<ClusterRules> others) {
    return new ContainerRules(name, base, presets, rules, capabilities, readOnlySecrets, others);
  }

  /** The programs that have rules of their own. */
  public SortedSet<Program> programs() {
    var programs = new TreeSet<Program>();
    rules.forEach(r -> programs.addAll(r.programs()));
    return programs;
  }

  /**
   * The rules as processes of one program have them: its own are for each of these processes, those
   * of other programs still for others. Of a program without rules of its own that is the same as
   * of any process, which all else here speaks of.
   */
  public ContainerRules of(Program program) {
    List<PolicyRule> held =
        Stream.concat(
                rules.stream().flatMap(r -> forOthers(r, program)), ownRules(program).stream())
            .toList();
    return new ContainerRules(name, base, presets, held, capabilities, readOnlySecrets, cluster);
  }

  /** Those for one program alone, as rules for every process. */
  List<PolicyRule> ownRules(Program program) {
    return rules.stream()
        .filter(r -> r.programs().contains(program))
        .map(r -> r.with(Set.of()))
        .toList();
  }

  /** A rule without what it is to one program; nothing where that was all. */
  private static Stream<PolicyRule> forOthers(PolicyRule rule, Program program) {
    if (!rule.programs().contains(program)) {
      return Stream.of(rule);
    }
    var others = new TreeSet<>(rule.programs());
    others.remove(program);
    return others.isEmpty() ? Stream.of() : Stream.of(rule.with(others));
  }

  /** The same as a profile has them, with where they come from. */
  public List<Profile.Entry> ownEntries(Program program, Mode mode) {
    List<PolicyRule> own = ownRules(program);
    return Arrays.stream(RuleList.values())
        .flatMap(list -> merged(list, own, mode, this::allowedByBase).stream())
        .toList();
  }

  /** Whether its own rules or the cluster's say so. */
  public boolean secretsStayReadOnly() {
    return readOnlySecrets || cluster.stream().anyMatch(ClusterRules::readOnlySecrets);
  }

  /**
   * The rules about system calls, which no profile holds: its own, then those of its presets, then
   * the cluster's.
   */
  public List<SyscallRule> syscalls() {
    return Stream.of(
            SyscallRule.among(rules).stream(),
            presets.stream().flatMap(Preset::syscalls),
            cluster.stream().flatMap(ClusterRules::syscalls))
        .flatMap(s -> s)
        .toList();
  }

  /** What a list says in mode Enforce, however its rules are called, split and ordered. */
  List<Rule> said(RuleList list) {
    return said(list, rules);
  }

  /** The same of any rules. */
  static List<Rule> said(RuleList list, List<PolicyRule> rules) {
    return merged(list, rules, Mode.ENFORCE, Stream::of).stream().map(Profile.Entry::rule).toList();
  }

  /** What the presets say in mode Enforce. */
  List<Rule> saidByPresets() {
    return presetMeaning(Mode.ENFORCE).stream().map(Profile.Entry::rule).toList();
  }

  /** What comes of a list in this mode: what is allowed and reported is allowed by the base. */
  List<Profile.Entry> meaning(RuleList list, Mode mode) {
    return merged(list, rules, mode, this::allowedByBase);
  }

  /** The same of the presets. */
  List<Profile.Entry> presetMeaning(Mode mode) {
    var set = new RuleSet();
    Effect effect = effect(Action.DENY, mode);
    for (Preset preset : presets) {
      preset.meaning(effect).stream()
          .flatMap(this::allowedByBase)
          .forEach(r -> set.add(r, preset.origin()));
    }
    return set.entries();
  }

  /** What comes of {@link SecretMounts}. */
  List<Profile.Entry> secretsMeaning(Mode mode) {
    return saidOfSecrets(effect(Action.DENY, mode))
        .flatMap(this::allowedByBase)
        .map(rule -> new Profile.Entry(rule, SecretMounts.FIELD))
        .toList();
  }

  /** What comes of {@link #cluster}, in both modes. */
  List<Profile.Entry> clusterMeaning() {
    return ClusterRules.meaning(cluster);
  }

  private Stream<Rule> saidOfSecrets(Effect effect) {
    return readOnlySecrets ? SecretMounts.rules(effect) : Stream.of();
  }

  /** Under a base that denies by default the profile itself complains in mode Complain. */
  public boolean complains(Mode mode) {
    return mode == Mode.COMPLAIN && base.deniesByDefault();
  }

  /** A profile that complains allows all that it does not deny: there is nothing to narrow. */
  Stream<Rule> allowedByBase(Rule rule) {
    return rule.effect() == Effect.AUDIT && !base.deniesByDefault()
        ? WithinBase.of(rule, base.rules())
        : Stream.of(rule);
  }

  /** Without the rules for some programs alone. */
  private static List<Profile.Entry> merged(
      RuleList list, List<PolicyRule> rules, Mode mode, Function<Rule, Stream<Rule>> narrowed) {
    var set = new RuleSet();
    for (PolicyRule rule : rules) {
      if (RuleList.of(rule) == list && rule.programs().isEmpty()) {
        rule.rules(effect(rule.action(), mode)).stream()
            .flatMap(narrowed)
            .forEach(r -> set.add(r, rule.place()));
      }
    }
    return set.entries();
  }

  /** What an action does in this mode. */
  public static Effect effect(Action action, Mode mode) {
    return switch (action) {
      case ALLOW -> Effect.ALLOW;
      case DENY -> mode == Mode.ENFORCE ? Effect.DENY : Effect.AUDIT;
      case AUDIT -> Effect.AUDIT;
    };
  }

  /** Whether the two mean the same, whatever their rules are called and however they are split. */
  public boolean sameRules(ContainerRules other) {
    return base.equals(other.base)
        && presets.equals(other.presets)
        && capabilities.equals(other.capabilities)
        && readOnlySecrets == other.readOnlySecrets
        && cluster.equals(other.cluster)
        && SyscallRule.said(SyscallRule.among(rules))
            .equals(SyscallRule.said(SyscallRule.among(other.rules)))
        && saysTheSame(other)
        && programs().equals(other.programs())
        && programs().stream().allMatch(p -> of(p).saysTheSame(other.of(p)));
  }

  private boolean saysTheSame(ContainerRules other) {
    return Arrays.stream(RuleList.values()).allMatch(l -> said(l).equals(other.said(l)));
  }
}
