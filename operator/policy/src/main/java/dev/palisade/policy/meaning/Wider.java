package dev.palisade.policy.meaning;

import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Mode;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.Rule.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a container may do, by its profile, that the runtime's default profile denies. */
public final class Wider {
  private Wider() {}

  /**
   * Looks for it. Asked at every plan: under the default itself, which rules only take away from,
   * nothing is compared.
   *
   * @param byDefault the base that is the runtime's default
   * @return each in words, with the rule that allows it; empty if there is none
   */
  public static List<String> than(BaseProfile byDefault, ContainerRules rules, Mode mode) {
    if (rules.base().equals(byDefault)) {
      return List.of();
    }
    Profile before = new Profile(entries(byDefault.rules()));
    Profile after = passing(rules, mode);
    List<Change> changes =
        hasFileDenials(byDefault, rules.base())
            ? Changes.ofOthers(before, after)
            : Changes.between(before, after);
    return changes.stream()
        .filter(c -> c.kind() == Change.Kind.WIDER)
        .map(c -> "%s (%s)".formatted(c.what(), source(rules, c)))
        .distinct()
        .toList();
  }

  /** The default allows all files that it does not deny: who denies those too is nowhere wider. */
  private static boolean hasFileDenials(BaseProfile byDefault, BaseProfile base) {
    Set<Rule> own = new HashSet<>(base.rules());
    return byDefault.rules().stream()
        .filter(r -> r instanceof Rule.Path && r.effect() == Effect.DENY)
        .allMatch(own::contains);
  }

  /** A profile that complains lets pass what it does not deny. */
  private static Profile passing(ContainerRules rules, Mode mode) {
    List<Entry> entries = new ArrayList<>(ProfileTree.of(rules, mode).entries());
    if (rules.complains(mode)) {
      entries.addAll(
          entries(
              List.of(
                  new Rule.Whole(Effect.ALLOW, Subject.FILE),
                  new Rule.Mount(Effect.ALLOW, MountOperation.MOUNT, Optional.empty()))));
    }
    return new Profile(entries);
  }

  private static List<Entry> entries(List<? extends Rule> rules) {
    return rules.stream().map(r -> new Entry(r, "")).toList();
  }

  private static String source(ContainerRules rules, Change change) {
    if (!change.isNew()) {
      return "base %s does not deny it".formatted(rules.base().name());
    }
    String origin = change.decider().origin();
    return origin.isEmpty() ? "base " + rules.base().name() : origin;
  }
}
