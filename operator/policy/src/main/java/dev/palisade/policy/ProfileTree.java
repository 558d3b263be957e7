package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The AppArmor profile of a container's rules. Rules that mean the same give the same tree,
 * whatever they are called and in whatever order they stand.
 */
public final class ProfileTree {
  private static final Set<Permission> RUN = Set.of(Permission.MAP, Permission.EXECUTE);

  private ProfileTree() {}

  public static Profile of(ContainerRules rules, Mode mode) {
    Effect effect = mode == Mode.ENFORCE ? Effect.DENY : Effect.AUDIT;
    var entries = new ArrayList<Entry>();
    rules.base().rules().forEach(rule -> entries.add(new Entry(rule, "")));
    rules
        .deniedFiles()
        .forEach((path, access) -> {
          String origin = fileOrigin(rules, path);
          entries.add(new Entry(new Rule.Path(effect, path, permissions(access)), origin));
          entries.add(new Entry(new Rule.LinkTo(effect, path), origin));
        });
    for (Glob path : rules.deniedExecutables()) {
      String origin = executableOrigin(rules, path);
      entries.add(new Entry(new Rule.Path(effect, path, RUN), origin));
      entries.add(new Entry(new Rule.LinkTo(effect, path), origin));
    }
    for (Capability capability : rules.capabilities().denied()) {
      entries.add(new Entry(new Rule.Capable(effect, capability), "capabilities"));
    }
    return new Profile(entries);
  }

  private static Set<Permission> permissions(SortedSet<Access> access) {
    var permissions = EnumSet.noneOf(Permission.class);
    access.forEach(a -> permissions.addAll(a.permissions()));
    return permissions;
  }

  private static String fileOrigin(ContainerRules rules, Glob path) {
    return origin(
        "files", rules.files(), r -> r.paths().contains(path), ContainerRules.FileRule::name);
  }

  private static String executableOrigin(ContainerRules rules, Glob path) {
    return origin(
        "executables",
        rules.executables(),
        r -> r.paths().contains(path),
        ContainerRules.ExecutableRule::name);
  }

  private static <R> String origin(
      String list, List<R> rules, Predicate<R> named, Function<R, String> name) {
    return rules.stream()
        .filter(named)
        .map(r -> list + "/" + name.apply(r))
        .collect(Collectors.joining(", "));
  }
}
