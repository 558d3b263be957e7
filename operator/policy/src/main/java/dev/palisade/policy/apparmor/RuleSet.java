package dev.palisade.policy.apparmor;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules of one list as a profile has them: merged, without those that others cover, in an order of
 * their own. Whoever means the same gets the same.
 */
public final class RuleSet {
  private static final Comparator<Rule> ORDER =
      Comparator.comparing(RuleSet::subject)
          .thenComparing(Rule::effect)
          .thenComparing(RuleSet::owner)
          .thenComparing(rule -> rule instanceof Rule.LinkTo);

  private static final Set<Permission> ALL = Set.of(Permission.values());

  private final Map<Rule, Merged> rules = new LinkedHashMap<>();

  private record Merged(Rule rule, Set<String> origins) {}

  /**
   * Adds one.
   *
   * @param origin the rule of a policy that says so, as {@code files/no-log-writes}
   */
  public void add(Rule rule, String origin) {
    Merged before = rules.get(key(rule));
    Set<String> origins = before == null ? new LinkedHashSet<>() : before.origins();
    origins.add(origin);
    rules.put(key(rule), new Merged(before == null ? rule : merged(before.rule(), rule), origins));
  }

  public List<Profile.Entry> entries() {
    List<Rule> all = rules.values().stream().map(Merged::rule).toList();
    List<Rule> wide = all.stream().filter(RuleSet::isWide).toList();
    return rules.values().stream()
        .flatMap(m -> withoutWhatHoldsForAny(m).stream())
        .filter(m -> wide.stream().noneMatch(w -> w.covers(m.rule())))
        .sorted(Comparator.comparing(Merged::rule, ORDER))
        .map(m -> new Profile.Entry(m.rule(), String.join(", ", m.origins())))
        .toList();
  }

  /** What rules have in common that are merged into one. */
  private static Rule key(Rule rule) {
    return switch (rule) {
      case Rule.Path p -> new Rule.Path(p.effect(), p.path(), ALL, p.owner());
      case Rule.Limit l -> new Rule.Limit(l.resource(), 0);
      default -> rule;
    };
  }

  private static Rule merged(Rule one, Rule other) {
    if (one instanceof Rule.Path a && other instanceof Rule.Path b) {
      Set<Permission> both =
          Stream.of(a, b).flatMap(p -> p.permissions().stream()).collect(Collectors.toSet());
      return new Rule.Path(a.effect(), a.path(), both, a.owner());
    }
    return one instanceof Rule.Limit a && other instanceof Rule.Limit b && b.max() < a.max()
        ? b
        : one;
  }

  /** What holds for everybody's files need not be said again for one's own. */
  private Optional<Merged> withoutWhatHoldsForAny(Merged merged) {
    return switch (merged.rule()) {
      case Rule.Path p
          when p.owner() == Owner.SELF
              && rules.get(key(p.of(Owner.ANY))) instanceof Merged(Rule.Path any, var origins) ->
          p.without(any.permissions()).map(rest -> new Merged(rest, merged.origins()));
      case Rule.LinkTo l
          when l.owner() == Owner.SELF
              && rules.containsKey(new Rule.LinkTo(l.effect(), l.target(), Owner.ANY)) ->
          Optional.empty();
      default -> Optional.of(merged);
    };
  }

  /** Only these can cover others; there may be thousands of paths. */
  private static boolean isWide(Rule rule) {
    return !(rule instanceof Rule.Path || rule instanceof Rule.LinkTo);
  }

  private static Owner owner(Rule rule) {
    return switch (rule) {
      case Rule.Path p -> p.owner();
      case Rule.LinkTo l -> l.owner();
      default -> Owner.ANY;
    };
  }

  /** Rules about one path stand together. */
  private static String subject(Rule rule) {
    return switch (rule) {
      case Rule.Path p -> p.path().escaped();
      case Rule.LinkTo l -> l.target().escaped();
      default -> new Profile.Entry(rule, "").text(Profile.SELF);
    };
  }
}
