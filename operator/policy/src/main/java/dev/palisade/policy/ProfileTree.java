package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The AppArmor profile of a container's rules. Rules that mean the same give the same tree,
 * whatever they are called and in whatever order they stand.
 */
public final class ProfileTree {
  private ProfileTree() {}

  /** With a child for each program that has rules of its own. */
  public static Profile of(ContainerRules rules, Mode mode) {
    return new Profile(
        entries(rules, mode),
        rules.complains(mode),
        rules.programs().stream()
            .map(p -> new Profile.Child(p, entries(rules.of(p), mode)))
            .toList());
  }

  private static List<Entry> entries(ContainerRules rules, Mode mode) {
    var entries = new ArrayList<Entry>();
    rules.base().rules().forEach(rule -> entries.add(new Entry(rule, "")));
    for (RuleList list : RuleList.values()) {
      entries.addAll(rules.meaning(list, mode));
    }
    entries.addAll(rules.presetMeaning(mode));
    Effect effect = mode == Mode.ENFORCE ? Effect.DENY : Effect.AUDIT;
    for (Capability capability : rules.capabilities().denied()) {
      rules
          .allowedByBase(new Rule.Capable(effect, capability))
          .forEach(rule -> entries.add(new Entry(rule, "capabilities")));
    }
    if (rules.base().deniesByDefault()) {
      for (Capability capability : rules.capabilities().add()) {
        entries.add(new Entry(new Rule.Capable(Effect.ALLOW, capability), "capabilities"));
      }
    }
    entries.addAll(rules.secretsMeaning(mode));
    entries.addAll(rules.clusterMeaning());
    return entries;
  }
}
