package dev.palisade.policy.meaning;

import dev.palisade.policy.apparmor.Bytes;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Token.DoubleStar;
import dev.palisade.policy.apparmor.Token.Literal;
import dev.palisade.policy.meaning.Change.Kind;
import dev.palisade.policy.meaning.PathSearch.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What two profiles say differently about files. Every such path is matched by a rule that only one
 * of them has and that can make such a difference, so looking within the paths of each such rule
 * misses none. Links need no looking: they go with accesses to the path (rules {@code LinkTo}).
 */
final class FileChanges {
  private static final Glob EVERYWHERE = new Glob(List.of(new Literal("/"), new DoubleStar()));

  /** A rule about paths of one of the two. */
  private record Side(Entry entry, Rule.Path rule, boolean isNew) {}

  private final List<Side> sides = new ArrayList<>();

  private FileChanges(Profile before, Profile after) {
    before.entries().forEach(e -> add(e, false));
    after.entries().forEach(e -> add(e, true));
  }

  static List<Change> between(Profile before, Profile after) {
    return new FileChanges(before, after).all();
  }

  private void add(Entry entry, boolean isNew) {
    if (entry.rule() instanceof Rule.Path path) {
      sides.add(new Side(entry, path, isNew));
    } else if (entry.rule() instanceof Rule.Whole(Effect effect, Rule.Subject subject)
        && subject == Rule.Subject.FILE) {
      Set<Permission> all = EnumSet.allOf(Permission.class);
      sides.add(new Side(entry, new Rule.Path(effect, EVERYWHERE, all, Owner.ANY), isNew));
    }
  }

  private List<Change> all() {
    var before = new HashSet<Rule>();
    var after = new HashSet<Rule>();
    sides.forEach(s -> (s.isNew() ? after : before).add(s.rule()));
    return sides.stream()
        .filter(s -> !(s.isNew() ? before : after).contains(s.rule()))
        .flatMap(this::of)
        .toList();
  }

  private Stream<Change> of(Side side) {
    return Stream.of(Kind.values())
        .filter(kind -> Standing.canMake(kind, side.rule().effect(), side.isNew()))
        .flatMap(kind -> of(side, kind));
  }

  /** One change for all permissions that the same path shows. */
  private Stream<Change> of(Side side, Kind kind) {
    Map<String, Set<Permission>> byWitness = new LinkedHashMap<>();
    for (Permission permission : concerned(side.rule())) {
      witness(side, kind, permission)
          .ifPresent(w ->
              byWitness.computeIfAbsent(w, k -> EnumSet.noneOf(Permission.class)).add(permission));
    }
    return byWitness.entrySet().stream()
        .map(e -> {
          Rule.Path rule = side.rule();
          Set<Permission> changed = e.getValue();
          String what =
              Wording.of(new Rule.Path(rule.effect(), rule.path(), changed, rule.owner()));
          String verb =
              Wording.word(
                  changed.contains(Permission.EXECUTE)
                      ? Permission.EXECUTE
                      : changed.iterator().next());
          return new Change(
              kind,
              side.entry(),
              side.isNew(),
              what,
              e.getKey().isEmpty() ? "" : verb + " " + e.getKey());
        });
  }

  /** What may be executed may be mapped ({@link Meaning}). */
  private static Set<Permission> concerned(Rule.Path rule) {
    var permissions = EnumSet.copyOf(rule.permissions());
    if (permissions.contains(Permission.EXECUTE)) {
      permissions.add(Permission.MAP);
    }
    return permissions;
  }

  /** The path, and {@code other} if only others' files are answered so; empty where undecided. */
  private Optional<String> witness(Side side, Kind kind, Permission permission) {
    Outcome own = search(side, kind, permission, true);
    if (own instanceof Outcome.Found(String path)) {
      return Optional.of(Bytes.text(path));
    }
    Outcome others =
        side.rule().owner() == Owner.SELF
            ? new Outcome.None()
            : search(side, kind, permission, false);
    if (others instanceof Outcome.Found(String path)) {
      return Optional.of(Bytes.text(path) + " other");
    }
    boolean undecided = own instanceof Outcome.Undecided || others instanceof Outcome.Undecided;
    return undecided ? Optional.of("") : Optional.empty();
  }

  private Outcome search(Side side, Kind kind, Permission permission, boolean owned) {
    Glob within = side.rule().path();
    List<Side> others =
        sides.stream()
            .filter(s -> owned || s.rule().owner() == Owner.ANY)
            .filter(s ->
                About.covers(s.rule(), permission)
                    || (permission == Permission.MAP && About.covers(s.rule(), Permission.EXECUTE)))
            .filter(s -> canMeet(within, s.rule().path()))
            .toList();
    Predicate<BitSet> wanted =
        matching ->
            Standing.change(
                    standing(matched(others, matching, false), permission),
                    standing(matched(others, matching, true), permission))
                .equals(Optional.of(kind));
    List<Glob> patterns = others.stream().map(s -> s.rule().path()).toList();
    Optional<Outcome> found =
        within.examples().stream()
            .filter(path -> wanted.test(PathSearch.matching(patterns, path)))
            .findFirst()
            .map(Outcome.Found::new);
    if (found.isPresent()) {
      return found.get();
    }
    return within.isLiteral() || isDeniedInBoth(within, permission, others)
        ? new Outcome.None()
        : new PathSearch(within, patterns).find(wanted);
  }

  /** By rules about the very same paths, as where a preset says what a rule says. */
  private static boolean isDeniedInBoth(Glob within, Permission permission, List<Side> others) {
    return others.stream()
            .filter(s -> s.rule().effect() == Effect.DENY && s.rule().owner() == Owner.ANY)
            .filter(s -> s.rule().path().equals(within) && About.covers(s.rule(), permission))
            .map(Side::isNew)
            .distinct()
            .count()
        == 2;
  }

  private static List<Rule.Path> matched(List<Side> sides, BitSet matching, boolean isNew) {
    return matching.stream()
        .mapToObj(sides::get)
        .filter(s -> s.isNew() == isNew)
        .map(Side::rule)
        .toList();
  }

  private static Standing standing(List<Rule.Path> rules, Permission permission) {
    if (permission == Permission.MAP) {
      Standing run = standing(rules, Permission.EXECUTE);
      if (run != Standing.DENIED) {
        return run;
      }
    }
    var effects = EnumSet.noneOf(Effect.class);
    rules.stream().filter(r -> About.covers(r, permission)).forEach(r -> effects.add(r.effect()));
    return Standing.of(effects);
  }

  private static boolean canMeet(Glob one, Glob other) {
    return one.beginning().startsWith(other.beginning())
        || other.beginning().startsWith(one.beginning());
  }
}
