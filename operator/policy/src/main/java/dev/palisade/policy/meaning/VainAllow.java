package dev.palisade.policy.meaning;

import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Problem;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.apparmor.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules that allow what others deny: denials hold, so the author is told which does. */
public final class VainAllow {
  private VainAllow() {}

  /**
   * Looks for them; there are none under a base that allows by default. Asked at every plan.
   *
   * @param at where the container stands, as {@code spec.containers[0]}
   */
  public static List<Problem> of(String at, ContainerRules rules) {
    if (!rules.base().deniesByDefault()) {
      return List.of();
    }
    List<Entry> forAll = ProfileTree.of(rules, Mode.ENFORCE).entries();
    return Stream.concat(
            of(at, rules, forAll, forAll), rules.programs().stream().flatMap(p -> of(at, rules, p)))
        .distinct()
        .toList();
  }

  /** What holds for every process may well be denied to one program: its own are looked at. */
  private static Stream<Problem> of(String at, ContainerRules rules, Program program) {
    return of(
        at,
        rules,
        rules.ownEntries(program, Mode.ENFORCE),
        ProfileTree.of(rules.of(program), Mode.ENFORCE).entries());
  }

  private static Stream<Problem> of(
      String at, ContainerRules rules, List<Entry> looked, List<Entry> all) {
    List<Entry> denials = all.stream().filter(e -> e.rule().effect() == Effect.DENY).toList();
    List<Entry> own = denials.stream().filter(e -> !ClusterRules.isOrigin(e.origin())).toList();
    return looked.stream()
        .filter(e -> e.rule().effect() == Effect.ALLOW && !e.origin().isEmpty())
        .flatMap(VainAllow::accesses)
        .flatMap(e -> problem(at, rules, own, denials, e).stream());
  }

  /**
   * What the cluster denies is worth a warning only: a policy that was refused for it would keep a
   * revision without the cluster's rules.
   */
  private static Optional<Problem> problem(
      String at, ContainerRules rules, List<Entry> own, List<Entry> denials, Entry entry) {
    return denying(own, entry)
        .map(by -> Problem.error(at, text(rules, entry, by)))
        .or(() ->
            own.size() == denials.size()
                ? Optional.empty()
                : denying(denials, entry).map(by -> Problem.warning(at, text(rules, entry, by))));
  }

  /** One for each access, without what comes along with it: reading with running, a lock. */
  private static Stream<Entry> accesses(Entry entry) {
    if (!(entry.rule() instanceof Rule.Path(var effect, var path, var permissions, var owner))) {
      return Stream.of(entry);
    }
    var named =
        EnumSet.of(Permission.READ, Permission.WRITE, Permission.APPEND, Permission.EXECUTE);
    named.retainAll(permissions);
    if (named.contains(Permission.EXECUTE)) {
      named.remove(Permission.READ);
    }
    return named.isEmpty()
        ? Stream.of(entry)
        : named.stream()
            .map(p -> new Entry(new Rule.Path(effect, path, Set.of(p), owner), entry.origin()));
  }

  private static String text(ContainerRules rules, Entry entry, String by) {
    return "%s allows \"%s\" in vain: %s denies all of it"
        .formatted(
            entry.origin(),
            Wording.of(entry.rule()),
            by.isEmpty() ? "base " + rules.base().name() : by);
  }

  /** Who leaves nothing of it: one alone, or the first of several. */
  private static Optional<String> denying(List<Entry> denials, Entry entry) {
    if (!isVain(denials, entry)) {
      return Optional.empty();
    }
    return denials.stream()
        .filter(d -> isVain(List.of(d), entry))
        .findFirst()
        .map(Entry::origin)
        .or(() -> Optional.of("several rules together"));
  }

  private static boolean isVain(List<Entry> denials, Entry entry) {
    return Changes.between(
            new Profile(denials),
            new Profile(Stream.concat(denials.stream(), Stream.of(entry)).toList()))
        .isEmpty();
  }
}
