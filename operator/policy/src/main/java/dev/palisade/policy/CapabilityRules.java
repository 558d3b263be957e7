package dev.palisade.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Capabilities a container loses.
 *
 * @param dropAll whether {@code drop} has {@code ALL}; single names beside it say nothing more
 * @param drop the dropped ones by name, empty where {@code dropAll}
 * @param add those kept under {@code dropAll}
 */
public record CapabilityRules(
    boolean dropAll, SortedSet<Capability> drop, SortedSet<Capability> add) {
  public static final String ALL = "ALL";
  public static final CapabilityRules NONE = of(false, Set.of(), Set.of());

  public CapabilityRules {
    drop = new TreeSet<>(drop);
    add = new TreeSet<>(add);
  }

  static CapabilityRules of(boolean dropAll, Set<Capability> drop, Set<Capability> add) {
    return new CapabilityRules(
        dropAll, dropAll ? new TreeSet<>() : new TreeSet<>(drop), new TreeSet<>(add));
  }

  /** Those under which just these are denied, in few words. */
  public static CapabilityRules denying(Collection<Capability> denied) {
    var left = EnumSet.allOf(Capability.class);
    left.removeAll(denied);
    return left.size() < denied.size()
        ? of(true, Set.of(), left)
        : of(false, Set.copyOf(denied), Set.of());
  }

  /**
   * From the names that a revision has of them ({@link #dropNames}, {@link #addNames}). One that
   * only a later version knows is left out.
   */
  public static CapabilityRules stored(List<String> drop, List<String> add) {
    return of(drop.contains(ALL), named(drop), named(add));
  }

  private static Set<Capability> named(List<String> names) {
    return names.stream()
        .flatMap(name -> Capability.named(name).stream())
        .collect(Collectors.toSet());
  }

  public boolean isEmpty() {
    return !dropAll && drop.isEmpty();
  }

  /** What the container may not use, in the kernel's order. */
  public List<Capability> denied() {
    return Arrays.stream(Capability.values())
        .filter(c -> dropAll ? !add.contains(c) : drop.contains(c))
        .toList();
  }

  /** For {@code securityContext.capabilities.drop}: {@code [ALL]} or names without {@code CAP_}. */
  public List<String> dropNames() {
    return dropAll ? List.of(ALL) : names(drop.stream());
  }

  public List<String> addNames() {
    return names(add.stream());
  }

  private static List<String> names(Stream<Capability> capabilities) {
    return capabilities.map(Capability::name).sorted().toList();
  }
}
