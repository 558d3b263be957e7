package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Peer;
import dev.palisade.policy.apparmor.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rules in the words of which the source hash is made. They are part of every stored revision: a
 * word that changes restarts every workload (I11). So they are neither the text of a profile nor
 * the shape of a record, and lists that came later are only there where a policy has them.
 *
 * @param others lines by list; a {@code +} begins the name, which no container's can. Presets are
 *     there by name, as the base is: a newer version of one restarts nothing
 */
record SourceWords(
    List<String> deniedFiles,
    List<String> deniedExecutables,
    SortedMap<String, List<String>> others) {

  static SourceWords of(ContainerRules rules) {
    SourceWords words = of(rules.rules(), rules.presets(), rules.readOnlySecrets());
    List<String> programs =
        rules.programs().stream()
            .flatMap(p ->
                Arrays.stream(RuleList.values())
                    .flatMap(l ->
                        ContainerRules.said(l, rules.ownRules(p)).stream()
                            .filter(rule -> !(rule instanceof Rule.LinkTo))
                            .map(rule ->
                                "%s %s %s %s"
                                    .formatted(
                                        p.glob().escaped(), l.word(), rule.effect(), line(rule)))))
            .toList();
    if (!programs.isEmpty()) {
      words.others.put("+" + ProgramReader.FIELD, programs);
    }
    return words;
  }

  static SourceWords of(ClusterRules rules) {
    return of(rules.rules(), rules.presets(), rules.readOnlySecrets());
  }

  private static SourceWords of(
      List<PolicyRule> rules, List<Preset> presets, boolean readOnlySecrets) {
    var words = new SourceWords(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    for (RuleList list : RuleList.values()) {
      ContainerRules.said(list, rules).forEach(rule -> words.add(list, rule));
    }
    SortedSet<String> syscalls = SyscallRule.said(SyscallRule.among(rules));
    if (!syscalls.isEmpty()) {
      words.others.put("+" + RuleList.SYSCALLS.word(), List.copyOf(syscalls));
    }
    if (!presets.isEmpty()) {
      words.others.put("+" + Preset.LIST, presets.stream().map(Preset::name).toList());
    }
    if (readOnlySecrets) {
      words.others.put("+" + SecretMounts.FIELD, List.of(SecretMounts.READ_ONLY));
    }
    return words;
  }

  private void add(RuleList list, Rule rule) {
    switch (rule) {
      case Rule.LinkTo l -> {
        // Follows from the rule about the path itself.
      }
      case Rule.Path p when isOfOldShape(p) && list == RuleList.FILES ->
          deniedFiles.add(Access.of(p.permissions()) + " " + p.path().escaped());
      case Rule.Path p when isOfOldShape(p) && list == RuleList.EXECUTABLES ->
          deniedExecutables.add(p.path().escaped());
      default ->
          others
              .computeIfAbsent("+" + list.word(), l -> new ArrayList<>())
              .add(rule.effect() + " " + line(rule));
    }
  }

  /** What the first version knew. */
  private static boolean isOfOldShape(Rule.Path rule) {
    return rule.effect() == Effect.DENY && rule.owner() == Owner.ANY;
  }

  private static String line(Rule rule) {
    return switch (rule) {
      case Rule.Network n -> orAll(n.family()) + " " + orAll(n.type());
      case Rule.Path p ->
          p.owner().word() + " " + Access.of(p.permissions()) + " " + p.path().escaped();
      case Rule.LinkTo l -> throw strange(rule);
      case Rule.Whole w -> throw strange(rule);
      case Rule.Capable c -> throw strange(rule);
      case Rule.Mount m -> m.operation().word() + " " + m.point().map(Glob::escaped).orElse("*");
      case Rule.Limit l -> l.resource().word() + " " + l.max();
      case Rule.Signal s -> words(s.ways()) + " " + words(s.signals()) + " " + word(s.peer());
      case Rule.Ptrace p -> words(p.ways()) + " " + word(p.peer());
    };
  }

  private static String orAll(Optional<? extends Word> word) {
    return word.map(Word::word).orElse("*");
  }

  private static String words(List<? extends Word> words) {
    return words.isEmpty() ? "*" : words.stream().map(Word::word).collect(Collectors.joining("+"));
  }

  private static String word(Peer peer) {
    return switch (peer) {
      case Peer.Anyone() -> "*";
      case Peer.Self() -> "Self";
      case Peer.Label(String name) -> name;
    };
  }

  private static IllegalArgumentException strange(Rule rule) {
    return new IllegalArgumentException("no rule of a policy means " + rule);
  }
}
