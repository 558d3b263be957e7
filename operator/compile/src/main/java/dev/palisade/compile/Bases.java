package dev.palisade.compile;

import dev.palisade.api.v1alpha1.BuiltInBase;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.BaseRules;
import dev.palisade.policy.Library;
import dev.palisade.policy.OwnBase;
import dev.palisade.policy.Policy;
import dev.palisade.policy.Problem;
import dev.palisade.policy.apparmor.BaseProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SecurityBases as policies are compiled with them. */
public final class Bases {
  private Bases() {}

  /** What is wrong with one by itself. */
  public static List<Problem> problems(SecurityBase base) {
    var problems = new ArrayList<Problem>();
    of(base).read(Revisions.LIBRARY.bases(), problems);
    return List.copyOf(problems);
  }

  /** One as it is written. */
  public static OwnBase of(SecurityBase base) {
    var spec = base.getSpec();
    return OwnBase.of(
        base.getMetadata().getName(),
        spec == null ? Optional.empty() : Optional.ofNullable(spec.from).map(BuiltInBase::name),
        spec == null ? "" : Objects.requireNonNullElse(spec.appArmorRules, ""));
  }

  /** Several, by name. */
  public static Map<String, OwnBase> of(Collection<SecurityBase> bases) {
    return bases.stream().map(Bases::of).collect(Collectors.toMap(OwnBase::name, base -> base));
  }

  /** Those of a revision, as they were when it was made, by name. */
  public static SortedMap<String, OwnBase> of(SecurityProfile revision) {
    var bases = new TreeMap<String, OwnBase>();
    for (BaseRules base : Drafts.orEmpty(revision.getSpec().bases)) {
      bases.put(
          base.name,
          new OwnBase(
              base.name, Optional.ofNullable(base.from).map(BuiltInBase::name), base.rules));
    }
    return bases;
  }

  /** The names of bases of teams that a policy names, whether there are such bases or not. */
  public static SortedSet<String> named(SecurityPolicy policy) {
    return names(policy)
        .filter(name -> !Revisions.LIBRARY.bases().containsKey(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether a policy can be wider than the runtime's default: on no base but that it cannot. */
  public static boolean mayBeWider(SecurityPolicy policy) {
    return names(policy).anyMatch(name -> !name.equals(Library.RUNTIME_DEFAULT));
  }

  private static Stream<String> names(SecurityPolicy policy) {
    return Stream.ofNullable(policy.getSpec())
        .flatMap(spec ->
            Stream.concat(
                Stream.ofNullable(spec.defaultContainer), Drafts.orEmpty(spec.containers).stream()))
        .flatMap(rules -> Stream.ofNullable(rules.base));
  }

  /**
   * The library with those that a policy names. One that cannot be used refuses the policy.
   *
   * @param problems gets what is wrong with each, after its name
   */
  static Library library(
      SecurityPolicy policy, Map<String, OwnBase> bases, List<Problem> problems) {
    var read = new ArrayList<BaseProfile>();
    for (String name : named(policy)) {
      var own = new ArrayList<Problem>();
      Optional.ofNullable(bases.get(name))
          .flatMap(base -> base.read(Revisions.LIBRARY.bases(), own))
          .ifPresent(read::add);
      own.forEach(p -> problems.add(p.at("SecurityBase %s %s".formatted(name, p.path()))));
    }
    return Revisions.LIBRARY.with(read);
  }

  /** As a revision keeps those that its containers are on; null where there are none. */
  static List<BaseRules> stored(Policy policy, Map<String, OwnBase> bases) {
    List<BaseRules> stored =
        policy.governed().stream()
            .map(rules -> rules.base().name())
            .distinct()
            .sorted()
            .flatMap(name -> Stream.ofNullable(bases.get(name)))
            .map(Bases::stored)
            .toList();
    return stored.isEmpty() ? null : stored;
  }

  private static BaseRules stored(OwnBase base) {
    var stored = new BaseRules();
    stored.name = base.name();
    stored.from = base.from().map(BuiltInBase::valueOf).orElse(null);
    stored.rules = base.lines();
    return stored;
  }
}
